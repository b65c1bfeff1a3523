package io.nearline.bench.contender;

import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.ProcessMeter;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Text to vector without Flink and Kafka. */
public final class EmbedderRun {
    private final Path bundle;
    private final EngineOptions options;

    /** Embeds with a bundle, by these options. */
    public EmbedderRun(Path bundle, EngineOptions options) {
        this.bundle = bundle;
        this.options = options;
    }

    /**
     * Embeds every text once, as many in flight as the embedder takes. Its model is opened before
     * and closed after the measurement.
     */
    public Measurement run(List<String> texts) {
        try (Embedder embedder = Embedders.open(bundle, options)) {
            ProcessMeter meter = ProcessMeter.start();
            CompletableFuture<?>[] vectors =
                    texts.stream()
                            .map(text -> embedder.embed(EmbeddableText.passage(text)))
                            .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(vectors).join();
            return meter.stop(texts.size());
        }
    }
}
