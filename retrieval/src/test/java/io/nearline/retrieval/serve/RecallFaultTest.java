package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.retrieval.index.LuceneStore;
import io.nearline.retrieval.index.LuceneTexts;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.serve.RecallMeter.Outcome;
import io.nearline.retrieval.serve.RecallMeter.Tally;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.ControlRecords;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelChoice.Reason;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real index that searches badly: thousands of posts have one code, so that which of them a scan
 * finds is chance. What rules make of the meter's numbers is held by promtool.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RecallFaultTest {

    private static final ModelIdentity MODEL =
            new ModelIdentity("model", ControlRecords.digest("model"));

    private static final int DIMENSIONS = 64;

    /** More than a scan estimates by their codes. */
    private static final int NEARLY_EQUAL = 6_000;

    private static final int OTHERS = 2_000;

    /** Less than what tells two codes apart, more than rounding. */
    private static final float DIFFERENCE = 0.01f;

    /** Below it the alert rule speaks. */
    private static final double ALERT_BELOW = 0.95;

    @TempDir private Path directory;
    private final Random random = new Random(3);
    private LuceneStore store;
    private LuceneTexts texts;

    @BeforeEach
    void open() throws IOException {
        store = LuceneStore.open(directory.resolve("vectors"), Tier.FLOAT32);
        texts = LuceneTexts.open(directory.resolve("texts"));
        store.models(
                new ModelChoice(
                        Optional.of(MODEL),
                        Reason.ACTIVE,
                        Optional.empty(),
                        List.of(),
                        new TreeSet<>()));
        for (int i = 0; i < OTHERS; i++) {
            put("other-" + i, near(new float[DIMENSIONS], 1));
        }
    }

    @AfterEach
    void close() throws IOException {
        texts.close();
        store.close();
    }

    @Test
    void nearlyEqualPostsTakeTheMeasuredRecallBelowTheBarOfTheAlert() throws IOException {
        assertThat(recall("other-")).isGreaterThanOrEqualTo(ALERT_BELOW);

        float[] one = near(new float[DIMENSIONS], 1);
        for (int i = 0; i < NEARLY_EQUAL; i++) {
            put("equal-" + i, near(one, DIFFERENCE));
        }

        assertThat(recall("equal-")).isLessThan(ALERT_BELOW);
    }

    /** As measured on searches for posts like twenty of a kind. */
    private double recall(String kind) {
        Searcher searcher = store.searcher(texts);
        try (RecallMeter meter = new RecallMeter(searcher, 1, () -> 0)) {
            for (int i = 0; i < 20; i++) {
                SearchRequest request =
                        SearchRequest.of(SearchQuery.ofPosts(List.of(kind + i), List.of()), 10)
                                .under(MODEL.name());
                meter.answered(request, searcher.search(request));
            }
            await().until(() -> meter.count(Outcome.COMPARED) == 20);
            Tally all = meter.tallies().values().iterator().next();
            return (double) all.found() / all.wanted();
        }
    }

    private float[] near(float[] middle, float difference) {
        float[] vector = middle.clone();
        for (int i = 0; i < vector.length; i++) {
            vector[i] += difference * (float) random.nextGaussian();
        }
        return vector;
    }

    private void put(String id, float[] vector) throws IOException {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        store.upsert(
                new IndexKey(id, MODEL.name()),
                IndexUpdate.newBuilder()
                        .setPostId(id)
                        .setRevision(1)
                        .setKind(UpdateKind.UPSERT)
                        .setModelName(MODEL.name())
                        .setModelDigest(MODEL.digest())
                        .setDimensions(DIMENSIONS)
                        .setVectorEncoding(encoded.encoding())
                        .setVectorScale(encoded.scale())
                        .setVector(ByteBuffer.wrap(encoded.bytes()))
                        .setEventTime(Instant.EPOCH)
                        .build());
    }
}
