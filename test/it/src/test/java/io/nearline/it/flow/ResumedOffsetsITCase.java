package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.pipeline.config.StartFrom;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic that changed while the job was stopped. */
@Timeout(180)
class ResumedOffsetsITCase {

    private static final String POSTS = TopicPlan.POSTS.defaultName();

    private final FakeEmbedder model = JobRig.newFake();

    @TempDir private Path directory;

    @Test
    void readsWhatIsKeptAndCountsWhatRetentionTookWhateverItStartedFrom() throws Exception {
        try (JobRig rig = JobRig.in(directory).set(KafkaOptions.START_FROM, StartFrom.LATEST)) {
            String savepoint = run(rig, revision(1));
            rig.topics().publish(List.of(revision(2), revision(3), revision(4)));
            deleteAllButTheLast(rig);

            try (RunningJob job = rig.resume(savepoint, model)) {
                job.waiting().until(() -> revisions(rig).contains(4L));

                assertThat(job.meters().count(MetricNames.OFFSETS_MISSED)).isEqualTo(2);
            }
            assertThat(revisions(rig)).containsExactly(1L, 4L);
        }
    }

    @Test
    void readsWhatCameWhileItWasStoppedThoughItHadReadNothingYet() throws Exception {
        try (JobRig rig = JobRig.in(directory).set(KafkaOptions.START_FROM, StartFrom.LATEST)) {
            rig.topics().publish(List.of(revision(1)));
            String savepoint;
            try (RunningJob job = rig.start(model)) {
                job.checkpoint();
                savepoint = job.stopWithSavepoint();
            }
            rig.topics().publish(List.of(revision(2)));

            try (RunningJob job = rig.resume(savepoint, model)) {
                job.waiting().until(() -> revisions(rig).contains(2L));
            }
            assertThat(revisions(rig)).containsExactly(2L);
        }
    }

    @Test
    void readsATopicThatWasMadeAnewFromItsBeginning() throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            String savepoint = run(rig, revision(1), revision(2));
            makeAnew(rig);
            rig.topics().publish(List.of(revision(3), revision(4), revision(5)));

            try (RunningJob job = rig.resume(savepoint, model)) {
                job.waiting().until(() -> revisions(rig).contains(5L));

                assertThat(job.meters().count(MetricNames.OFFSETS_MISSED)).isPositive();
            }
            assertThat(revisions(rig)).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    /** Runs the job until it has published these. */
    private String run(JobRig rig, PostEvent... posts) throws Exception {
        try (RunningJob job = rig.start(model)) {
            // Where it starts at the end it has to stand there first.
            job.checkpoint();
            rig.topics().publish(List.of(posts));
            job.waiting().until(() -> rig.topics().updates().size() == posts.length);
            return job.stopWithSavepoint();
        }
    }

    private static PostEvent revision(int revision) {
        return aPost("p").revision(revision).body("rain " + revision).build();
    }

    private static List<Long> revisions(JobRig rig) {
        List<Long> revisions = new ArrayList<>();
        for (IndexUpdate update : rig.topics().updates()) {
            revisions.add(update.getRevision());
        }
        return revisions;
    }

    private static void deleteAllButTheLast(JobRig rig) throws Exception {
        Map.Entry<Integer, OffsetRanges.Range> used =
                rig.topics().postOffsets().byPartition().entrySet().stream()
                        .filter(partition -> partition.getValue().end() > 0)
                        .findFirst()
                        .orElseThrow();
        try (Admin admin = admin(rig)) {
            admin.deleteRecords(
                            Map.of(
                                    new TopicPartition(POSTS, used.getKey()),
                                    RecordsToDelete.beforeOffset(used.getValue().end() - 1)))
                    .all()
                    .get();
        }
    }

    private static void makeAnew(JobRig rig) throws Exception {
        try (Admin admin = admin(rig);
                Topics topics = Topics.of(Cluster.at(rig.topics().bootstrapServers()))) {
            admin.deleteTopics(List.of(POSTS)).all().get();
            topics.create(TopicPlan.POSTS, POSTS, 4, Optional.empty());
        }
    }

    private static Admin admin(JobRig rig) {
        return Admin.create(Map.of("bootstrap.servers", rig.topics().bootstrapServers()));
    }
}
