package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.pipeline.config.Delivery;
import io.nearline.pipeline.config.EmbedOptions;
import io.nearline.pipeline.config.GateOptions;
import io.nearline.pipeline.config.TopicOptions;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real job ends deletes with tombstones. */
@Timeout(180)
class TombstoneITCase {

    private static final Duration AFTER = Duration.ofSeconds(2);

    private final FakeEmbedder model = JobRig.newFake();

    @TempDir private Path directory;

    private IndexKey key(String postId) {
        return new IndexKey(postId, model.model().name());
    }

    private String headers(String postId, String kind) {
        return "%s nearline-kind=%s nearline-model=%s"
                .formatted(key(postId), kind, model.model().name());
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void aDeleteLeavesTheTopicAndNothingOlderComesBack(Delivery delivery) throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            rig.set(TopicOptions.DELIVERY, delivery)
                    .set(EmbedOptions.TIMEOUT, Duration.ofSeconds(5))
                    .set(GateOptions.PENDING_TIMEOUT, Duration.ofSeconds(6))
                    .set(GateOptions.TOMBSTONE_AFTER, Duration.ZERO);
            LocalTopics topics = rig.topics();
            String savepoint;
            try (RunningJob job = rig.start(model)) {
                topics.publish(
                        List.of(
                                aPost("gone").revision(1).body("rain").build(),
                                aPost("gone").revision(3).deleted().build(),
                                aPost("back").revision(1).deleted().build(),
                                aPost("back").revision(2).body("sun").build()));
                job.waiting().until(() -> topics.updates().size() == 4);
                savepoint = job.stopWithSavepoint();
            }
            rig.set(GateOptions.TOMBSTONE_AFTER, AFTER);
            try (RunningJob job = rig.resume(savepoint, model)) {
                job.waiting().until(() -> topics.tombstones().contains(key("gone")));
                topics.publish(
                        List.of(
                                aPost("gone").revision(2).body("rain again").build(),
                                aPost("last").body("wind").build()));
                job.waiting().until(() -> topics.index().latest().containsKey(key("last")));
                job.drain();

                assertThat(job.meters().count(MetricNames.TOMBSTONES)).isEqualTo(1);
            }
            assertThat(topics.tombstones()).containsExactly(key("gone"));
            assertThat(topics.headers(TopicPlan.INDEX_UPDATES))
                    .contains(
                            headers("gone", "UPSERT") + " nearline-revision=1",
                            headers("gone", "DELETE") + " nearline-revision=3",
                            headers("gone", "TOMBSTONE"));
            assertThat(topics.index().latest()).containsOnlyKeys(key("back"), key("last"));
            assertThat(topics.index().latest().get(key("back")))
                    .extracting(IndexUpdate::getRevision)
                    .isEqualTo(2L);
        }
    }
}
