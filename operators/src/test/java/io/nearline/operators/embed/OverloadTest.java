package io.nearline.operators.embed;

import static io.nearline.operators.admit.Admitted.admitted;
import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.engine.SharedEngines;
import io.nearline.embedding.engine.TextEncoder;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.Pooling;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real stage and the real engine around a model that is slower than its source. */
@Timeout(60)
class OverloadTest {

    private static final int CAPACITY = 50;
    private static final int POSTS = 200;
    private static final String MODEL = "slow";

    /** The stage is opened by a recipe that travels with the job, so these cannot be its own. */
    private static final Gate GATE = new Gate();

    private static final SharedEngines ENGINES = new SharedEngines((bundle, device) -> GATE);

    /** A model that lets as many texts through as it is told to. */
    private static final class Gate implements TextEncoder {

        private final Semaphore open = new Semaphore(0);
        private final AtomicInteger begun = new AtomicInteger();

        @Override
        public TokenIds tokenize(EmbeddableText text) {
            return new TokenIds(new long[] {1, 2, 3}, false);
        }

        @Override
        public List<float[]> encode(List<TokenIds> batch) {
            begun.incrementAndGet();
            open.acquireUninterruptibly();
            return batch.stream().map(text -> new float[] {1}).toList();
        }

        @Override
        public void terminate(Thread worker) {}

        @Override
        public void selfTest() {}

        @Override
        public void close() {}
    }

    private static ModelBundle bundle() {
        return ModelBundle.draft(
                Path.of("nowhere"),
                new ModelManifest(
                        MODEL,
                        1,
                        256,
                        Pooling.MEAN,
                        true,
                        "",
                        "",
                        new GraphInputs("ids", "mask", null),
                        "output",
                        Precision.FP32,
                        0,
                        null,
                        Map.of()));
    }

    private static Embedder open() {
        return ENGINES.open(bundle(), EngineOptions.forCpus(1).withMaxWaiting(1024));
    }

    private static OneInputStreamOperatorTestHarness<AdmittedPost, EmbeddingOutcome> stage()
            throws Exception {
        ModelId id = bundle().id();
        return new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(
                        new EmbedText(
                                List.of(new ServedModel(id, OverloadTest::open)),
                                new EmbedLimits(Duration.ofMillis(300), 1 << 20)),
                        EmbedTextTest.NO_TIMEOUT,
                        CAPACITY,
                        OutputMode.UNORDERED),
                TypeInformation.of(AdmittedPost.class)
                        .createSerializer(new ExecutionConfig().getSerializerConfig()));
    }

    @Test
    void deliversEveryPostHoweverLongItWaitedForTheModel() throws Exception {
        var stage = stage();
        try (stage) {
            stage.open();
            stage.setProcessingTime(0);
            for (int post = 0; post < POSTS; post++) {
                if (post == CAPACITY) {
                    // Full: the stage takes no other before somebody has a vector.
                    assertThat(stage.extractOutputValues()).isEmpty();
                    GATE.open.release(POSTS);
                }
                stage.processElement(
                        admitted(
                                aPost("p" + post).body("rain " + post).build(),
                                Action.EMBED,
                                MODEL),
                        0);
                // An hour a post: far more than any time-out that a waiting text could have.
                stage.setProcessingTime(Duration.ofHours(1).toMillis() * (post + 1));
            }
            stage.endInput();

            assertThat(stage.extractOutputValues())
                    .hasSize(POSTS)
                    .allSatisfy(
                            outcome -> {
                                assertThat(outcome.results().get(0).failure()).isNull();
                                assertThat(outcome.results().get(0).vector()).isNotNull();
                            });
            assertThat(GATE.begun).hasValue(POSTS);
        }
    }
}
