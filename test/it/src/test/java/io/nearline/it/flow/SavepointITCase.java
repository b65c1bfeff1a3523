package io.nearline.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.pipeline.config.EmbedOptions;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PostHistory;
import io.nearline.testkit.PublishedIndex;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SavepointITCase {

    private static final long SEED = 20260101;
    private static final int POSTS = 40;
    private static final int EVENTS = 600;

    private final FakeEmbedder model = JobRig.newFake();
    private final List<PostEvent> history = PostHistory.random(SEED, POSTS, EVENTS);

    @TempDir private Path directory;

    @AfterEach
    void letGo() {
        model.release();
    }

    @Test
    void endsOnTheOraclesStateThoughStoppedWithTextsInFlightAndRescaledTwice() throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            // A full async stage lets no barrier through until a text is answered.
            rig.set(EmbedOptions.CAPACITY, EVENTS);
            String first;
            try (RunningJob job = rig.set(CoreOptions.DEFAULT_PARALLELISM, 1).start(model)) {
                first = stopWithTextsInFlight(rig, job, third(0));
            }
            String second;
            rig.set(CoreOptions.DEFAULT_PARALLELISM, 4);
            try (RunningJob job = rig.resume(first, model)) {
                second = stopWithTextsInFlight(rig, job, third(1));
            }
            rig.set(CoreOptions.DEFAULT_PARALLELISM, 2);
            try (RunningJob job = rig.resume(second, model)) {
                finish(rig, job, third(2));
            }
            assertAgreesWithOracle(rig);
        }
    }

    /** Half of the events go through, the texts of the rest are still with the model. */
    private String stopWithTextsInFlight(JobRig rig, RunningJob job, List<PostEvent> events)
            throws Exception {
        int half = events.size() / 2;
        rig.topics().publish(events.subList(0, half));
        job.awaitRead(half);
        model.hold();
        rig.topics().publish(events.subList(half, events.size()));
        job.waiting().until(() -> model.waiting() > 10);
        String savepoint = job.stopWithSavepoint();
        model.release();
        return savepoint;
    }

    private void finish(JobRig rig, RunningJob job, List<PostEvent> events) throws Exception {
        rig.topics().publish(events);
        var expected = Oracle.create().acceptAll(history).expected();
        job.waiting()
                .until(
                        () ->
                                rig.topics()
                                        .index()
                                        .differencesFrom(expected, model.model().name())
                                        .isEmpty());
        job.drain();
    }

    private void assertAgreesWithOracle(JobRig rig) {
        PublishedIndex index = rig.topics().index();
        var expected = Oracle.create().acceptAll(history).expected();
        assertThat(index.differencesFrom(expected, model.model().name())).isEmpty();
        assertThat(index.regressions()).isEmpty();
        assertThat(rig.topics().deadLetters()).isEmpty();
    }

    private List<PostEvent> third(int number) {
        int size = history.size() / 3;
        int end = number == 2 ? history.size() : (number + 1) * size;
        return history.subList(number * size, end);
    }
}
