package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.FakeEmbedder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that come and go with the configuration, each time from a savepoint. */
@Timeout(180)
class SideBySideITCase {

    private static final int POSTS = 30;

    private final FakeEmbedder old = JobRig.newFake();
    private final FakeEmbedder added = JobRig.newFake();

    @TempDir private Path directory;
    private JobRig rig;

    @BeforeEach
    void start() {
        rig = JobRig.in(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void embedsForAnAddedModelAndReusesWhatTheOldOneHas() throws Exception {
        String savepoint;
        try (RunningJob job = rig.start(old)) {
            like(1);
            awaitUpdates(job, old, POSTS);
            savepoint = job.stopWithSavepoint();
        }
        List<IndexUpdate> before = rig.topics().updates();
        try (RunningJob job = rig.resume(savepoint, old, added)) {
            like(2);
            awaitUpdates(job, old, 2 * POSTS);
            awaitUpdates(job, added, POSTS);
            job.drain();
        }

        assertThat(rig.topics().updates()).containsAll(before);
        assertThat(old.calls()).as("texts embedded by the old model").hasSize(POSTS);
        assertThat(added.calls()).as("texts embedded by the added model").hasSize(POSTS);
        assertThat(rig.topics().deadLetters()).isEmpty();
    }

    @Test
    void freesTheStateOfARemovedModelAndEmbedsAnewWhenItComesBack() throws Exception {
        String both;
        try (RunningJob job = rig.start(old, added)) {
            like(1);
            awaitUpdates(job, old, POSTS);
            awaitUpdates(job, added, POSTS);
            both = job.stopWithSavepoint();
        }
        String without;
        try (RunningJob job = rig.resume(both, old)) {
            job.waiting().until(() -> job.meters().count(MetricNames.VECTORS_FREED) == POSTS);
            like(2);
            awaitUpdates(job, old, 2 * POSTS);
            without = job.stopWithSavepoint();
        }
        try (RunningJob job = rig.resume(without, old, added)) {
            like(3);
            awaitUpdates(job, old, 3 * POSTS);
            awaitUpdates(job, added, 2 * POSTS);
            job.drain();
        }

        assertThat(old.calls()).as("texts embedded by the model that stayed").hasSize(POSTS);
        assertThat(added.calls()).as("texts embedded by the one that left").hasSize(2 * POSTS);
        assertThat(rig.topics().deadLetters()).isEmpty();
    }

    /** A revision of every post that changes an attribute, and nothing that is embedded. */
    private void like(int revision) throws Exception {
        List<PostEvent> posts =
                IntStream.range(0, POSTS)
                        .mapToObj(
                                i ->
                                        aPost("post-" + i)
                                                .revision(revision)
                                                .body("rain over harbour " + i)
                                                .attribute("likes", "" + revision)
                                                .build())
                        .toList();
        rig.topics().publish(posts);
    }

    private void awaitUpdates(RunningJob job, FakeEmbedder model, int count) {
        job.waiting().until(() -> counts().getOrDefault(model.model().name(), 0L) >= count);
    }

    private Map<String, Long> counts() {
        return rig.topics().updates().stream()
                .collect(Collectors.groupingBy(IndexUpdate::getModelName, Collectors.counting()));
    }
}
