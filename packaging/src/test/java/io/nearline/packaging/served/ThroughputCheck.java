package io.nearline.packaging.served;

import ai.onnxruntime.OrtException;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.packaging.SharedData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compares an embedder, text to vector, with ONNX Runtime on tokens made beforehand, both with two
 * threads, in turns because machines are noisy. Run by hand: {@code ThroughputCheck BUNDLE
 * POSTS.jsonl.gz TEXTS ROUNDS}.
 */
public final class ThroughputCheck {

    private static final int THREADS = 2;

    private ThroughputCheck() {}

    public static void main(String[] arguments) throws Exception {
        Path bundle = Path.of(arguments[0]);
        List<String> texts =
                SharedData.posts(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        int rounds = Integer.parseInt(arguments[3]);
        List<long[]> tokens = tokens(bundle, texts);
        double[] ratios = new double[rounds];
        try (Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(THREADS));
                RawRuntime raw = new RawRuntime(bundle)) {
            for (int round = -1; round < rounds; round++) {
                double ours = texts.size() / seconds(() -> embed(embedder, texts));
                double theirs = texts.size() / seconds(() -> run(raw, tokens));
                if (round >= 0) {
                    ratios[round] = ours / theirs;
                    System.out.printf(
                            Locale.ROOT,
                            "embedder %.1f texts/s, raw %.1f, ratio %.3f%n",
                            ours,
                            theirs,
                            ours / theirs);
                }
            }
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%s: median ratio %.3f over %d rounds of %d texts, %.1f tokens each%n",
                bundle.getFileName(),
                ratios[rounds / 2],
                rounds,
                texts.size(),
                tokens.stream().mapToInt(ids -> ids.length).average().orElse(0));
    }

    private static void embed(Embedder embedder, List<String> texts) {
        CompletableFuture.allOf(
                        texts.stream()
                                .map(text -> embedder.embed(EmbeddableText.passage(text)))
                                .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void run(RawRuntime raw, List<long[]> tokens) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            callers.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int text = next.getAndIncrement();
                                        text < tokens.size();
                                        text = next.getAndIncrement()) {
                                    try {
                                        raw.run(tokens.get(text));
                                    } catch (OrtException e) {
                                        throw new IllegalStateException(e);
                                    }
                                }
                            },
                            task -> new Thread(task).start()));
        }
        callers.forEach(CompletableFuture::join);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<long[]> tokens(Path bundle, List<String> texts) {
        try (TextTokenizer tokenizer = TextTokenizer.open(ModelBundle.open(bundle))) {
            return texts.stream()
                    .map(text -> tokenizer.tokenize(EmbeddableText.passage(text)).ids())
                    .toList();
        }
    }
}
