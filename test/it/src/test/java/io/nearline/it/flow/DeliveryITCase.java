package io.nearline.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.pipeline.config.Delivery;
import io.nearline.pipeline.config.TopicOptions;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.ExpectedPost;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PostHistory;
import io.nearline.testkit.PublishedIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DeliveryITCase {

    private static final long SEED = 4711;
    private static final int POSTS = 40;
    private static final int EVENTS = 400;

    private final FakeEmbedder model = JobRig.newFake();
    private final List<PostEvent> history = PostHistory.random(SEED, POSTS, EVENTS);
    private final Map<String, ExpectedPost> expected =
            Oracle.create().acceptAll(history).expected();

    @TempDir private Path directory;

    @Test
    void atLeastOnceEndsOnTheOraclesStateThoughTheJobFailed() throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            failInMidStream(rig.set(TopicOptions.DELIVERY, Delivery.AT_LEAST_ONCE));

            assertThat(differences(rig)).isEmpty();
            assertThat(rig.topics().deadLetters()).isEmpty();
        }
    }

    @Test
    void exactlyOnceShowsEachRevisionOnceAndInOrderThoughTheJobFailed() throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            failInMidStream(rig.set(TopicOptions.DELIVERY, Delivery.EXACTLY_ONCE));

            PublishedIndex index = rig.topics().index();
            assertThat(index.differencesFrom(expected, model.model().name())).isEmpty();
            assertThat(index.regressions()).isEmpty();
            assertThat(rig.topics().updates())
                    .extracting(IndexUpdate::getPostId, IndexUpdate::getRevision)
                    .doesNotHaveDuplicates();
            assertThat(rig.topics().deadLetters()).isEmpty();
        }
    }

    /** The job dies after a checkpoint, with published updates and texts in flight beyond it. */
    private void failInMidStream(JobRig rig) throws Exception {
        rig.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        rig.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        rig.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        int half = history.size() / 2;
        try (RunningJob job = rig.start(model)) {
            rig.topics().publish(history.subList(0, half));
            job.awaitRead(half);
            job.checkpoint();
            model.crashAt(50);
            rig.topics().publish(history.subList(half, history.size()));
            job.waiting().until(() -> differences(rig).isEmpty());
            job.drain();
            assertThat(job.restarts()).isEqualTo(1);
        }
    }

    private List<String> differences(JobRig rig) {
        return rig.topics().index().differencesFrom(expected, model.model().name());
    }
}
