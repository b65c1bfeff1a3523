package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.StartFrom;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.GroupLag;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job that lost its state, beside vectors that a backfill made of revisions that were changed and
 * deleted afterwards.
 */
@Timeout(180)
class MergeWithoutStateITCase {

    private final FakeEmbedder model = JobRig.newFake();

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(StartFrom.class)
    void mergesNothingOverWhatTheGatesHaveNotSeen(StartFrom from) throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            Backfill before = liveThroughABackfill(rig);
            // As retention does, so that not even a job that reads all posts sees the changes.
            removePosts(rig);
            rig.topics().publish(List.of(aPost("later").body("snow").build()));
            Backfill after =
                    new Backfill("after", Instant.now().plus(Duration.ofHours(1)).toEpochMilli());

            rig.set(KafkaOptions.START_FROM, from);
            try (RunningJob job = rig.start(model)) {
                publish(rig, aPost("new").body("wind").build(), after);
                job.waiting().until(() -> job.meters().count(MetricNames.MERGED) == 1);
                job.waiting().until(() -> beforeStart(job) == 2);
                job.drain();
            }

            assertThat(last(rig).get("deleted").getKind()).isEqualTo(UpdateKind.DELETE);
            assertThat(last(rig).get("edited").getRevision()).isEqualTo(2);
            assertThat(last(rig)).containsKey("new");
            assertThat(before.asOf()).isLessThan(after.asOf());
        }
    }

    /** Two posts, a backfill that reads them, their next revisions; then the state is lost. */
    private Backfill liveThroughABackfill(JobRig rig) throws Exception {
        List<PostEvent> first =
                List.of(aPost("deleted").body("rain").build(), aPost("edited").body("sun").build());
        Backfill backfill;
        try (RunningJob job = rig.start(model)) {
            rig.topics().publish(first);
            job.awaitRead(2);
            backfill = new Backfill("before", Instant.now().toEpochMilli());
            rig.topics()
                    .publish(
                            List.of(
                                    aPost("deleted").revision(2).deleted().build(),
                                    aPost("edited").revision(2).body("fog").build()));
            job.waiting().until(() -> rig.topics().updates().size() == 4);
            job.waiting().until(() -> lag(rig).equals(OptionalLong.of(0)));
        }
        for (PostEvent post : first) {
            publish(rig, post, backfill);
        }
        return backfill;
    }

    private void publish(JobRig rig, PostEvent post, Backfill backfill) throws Exception {
        EncodedRecord vector = BackfilledVectors.of(post, model.model(), backfill);
        rig.topics().publishBackfilled(vector.key(), vector.value());
    }

    private static void removePosts(JobRig rig) throws Exception {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        rig.topics()
                .postOffsets()
                .byPartition()
                .forEach(
                        (partition, offsets) ->
                                all.put(
                                        new TopicPartition(
                                                TopicPlan.POSTS.defaultName(), partition),
                                        RecordsToDelete.beforeOffset(offsets.end())));
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", rig.topics().bootstrapServers()))) {
            admin.deleteRecords(all).all().get();
        }
    }

    private static OptionalLong lag(JobRig rig) {
        return GroupLag.of(
                Cluster.at(rig.topics().bootstrapServers()),
                KafkaOptions.GROUP_ID.defaultValue(),
                TopicPlan.POSTS.defaultName());
    }

    private static long beforeStart(RunningJob job) {
        return job.meters().count(MetricNames.MERGE_SKIPPED, MetricNames.REASON, "before_start");
    }

    private static Map<String, IndexUpdate> last(JobRig rig) {
        Map<String, IndexUpdate> last = new HashMap<>();
        rig.topics().updates().forEach(update -> last.put(update.getPostId(), update));
        return last;
    }
}
