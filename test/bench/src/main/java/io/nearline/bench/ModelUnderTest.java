package io.nearline.bench;

import ai.onnxruntime.OrtException;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedders;
import io.nearline.embedding.EngineOptions;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.tokenize.TextTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** One model with the texts it is measured on. */
final class ModelUnderTest implements AutoCloseable {
    /** A batch beyond this falls out of a core's cache. */
    private static final int EXACT_LENGTH_BUDGET = 512;

    private final ModelBundle bundle;
    private final List<String> texts;
    private final int cores;
    private final OptionalInt tokenBudget;
    private final Roofline roofline;
    private final List<long[]> tokens;

    ModelUnderTest(Path directory, List<String> texts, int cores, OptionalInt tokenBudget)
            throws OrtException {
        this.bundle = ModelBundle.open(directory);
        this.texts = texts;
        this.cores = cores;
        boolean batchable = bundle.manifest().precision() == Precision.FP32;
        this.tokenBudget = batchable ? tokenBudget : OptionalInt.empty();
        try (TextTokenizer tokenizer = TextTokenizer.open(bundle)) {
            tokens =
                    texts.stream()
                            .map(EmbeddableText::passage)
                            .map(text -> tokenizer.tokenize(text).ids())
                            .toList();
        }
        this.roofline = new Roofline(bundle);
    }

    /** What the model computes in, by which the report calls it. */
    String label() {
        return bundle.manifest().precision().name().toLowerCase(Locale.ROOT);
    }

    Path directory() {
        return bundle.directory();
    }

    /** Most tokens of a batch, where batches are asked for and do no harm. */
    OptionalInt tokenBudget() {
        return tokenBudget;
    }

    double meanTokens() {
        return tokens.stream().mapToInt(ids -> ids.length).average().orElse(0);
    }

    Rate rooflineOneByOne() throws InterruptedException {
        return roofline.run(UnpaddedCall.oneByOne(tokens), cores);
    }

    Rate rooflineByExactLength() throws InterruptedException {
        return roofline.run(UnpaddedCall.byExactLength(tokens, EXACT_LENGTH_BUDGET), cores);
    }

    /** Text to vector without Flink and Kafka, as many texts in flight as the embedder takes. */
    Rate embedder() {
        EngineOptions options = EngineOptions.forCpus(cores);
        if (tokenBudget.isPresent()) {
            options = options.withBatchPolicy(BatchPolicy.tokenBudget(tokenBudget.getAsInt()));
        }
        try (Embedder embedder = Embedders.open(bundle.directory(), options)) {
            Rate.Stopwatch stopwatch = Rate.start();
            CompletableFuture<?>[] vectors =
                    texts.stream()
                            .map(text -> embedder.embed(EmbeddableText.passage(text)))
                            .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(vectors).join();
            return stopwatch.stop(texts.size());
        }
    }

    @Override
    public void close() throws OrtException {
        roofline.close();
    }
}
