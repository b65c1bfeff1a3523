package io.nearline.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.pipeline.config.EmbedOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.pipeline.config.OffsetRanges.Range;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Posts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each post of these histories has two revisions, so half of what is read is embedded. */
@Timeout(120)
class PausedBackfillITCase {

    private static final int POSTS = 200;
    private static final int RECORDS = 2 * POSTS;

    private final FakeEmbedder model = JobRig.newFake();

    @TempDir private Path directory;

    @Test
    void goesOnWithTheSurveyWhereItWasPaused() throws Exception {
        try (BackfillRig rig = BackfillRig.in(directory, model)) {
            rig.topics().publish(revisions(1));
            // As far as the topic will reach: a survey that waits for the second half.
            OffsetRanges all = twice(rig.topics().postOffsets());
            String savepoint;
            try (RunningJob job = rig.start(all)) {
                job.awaitRead(POSTS);
                savepoint = job.stopWithSavepoint();
            }
            rig.topics().publish(revisions(2));
            try (RunningJob job = rig.resume(savepoint, all)) {
                job.awaitFinished();
                assertThat(job.meters().count(MetricNames.POSTS_READ))
                        .as("the other half of the survey, and the second pass")
                        .isEqualTo(POSTS + RECORDS);
            }
            assertEachNewestRevisionOnce(rig.topics().backfilled());
            assertFinishedAfter(RECORDS, rig.lastReport());
        }
    }

    @Test
    void goesOnWithEmbeddingWhereItWasPausedThoughRescaled() throws Exception {
        try (BackfillRig rig = BackfillRig.in(directory, model)) {
            // A full async stage lets no savepoint through until a text is answered.
            rig.set(EmbedOptions.CAPACITY, RECORDS);
            rig.topics().publish(revisions(1));
            rig.topics().publish(revisions(2));
            OffsetRanges all = rig.topics().postOffsets();
            model.hold();
            String savepoint;
            try (RunningJob job = rig.start(all)) {
                job.waiting().until(() -> model.waiting() > 0);
                savepoint = job.stopWithSavepoint();
            }
            int asked = model.calls().size();
            model.release();
            rig.set(CoreOptions.DEFAULT_PARALLELISM, 3);
            try (RunningJob job = rig.resume(savepoint, all)) {
                job.awaitFinished();
                assertThat(job.meters().count(MetricNames.POSTS_READ))
                        .as("no more than the rest of the second pass")
                        .isLessThan(RECORDS);
            }
            assertThat(model.calls())
                    .as("texts asked for, in flight ones twice")
                    .hasSize(POSTS + asked);
            assertEachNewestRevisionOnce(rig.topics().backfilled());
            assertFinishedAfter(RECORDS, rig.lastReport());
        }
    }

    private static List<PostEvent> revisions(long revision) {
        return IntStream.range(0, POSTS)
                .mapToObj(
                        post ->
                                Posts.aPost("post-" + post)
                                        .revision(revision)
                                        .body("words of revision " + revision)
                                        .build())
                .toList();
    }

    private static OffsetRanges twice(OffsetRanges half) {
        Map<Integer, Range> ranges = new TreeMap<>();
        half.byPartition()
                .forEach(
                        (partition, range) -> ranges.put(partition, new Range(0, 2 * range.end())));
        return OffsetRanges.of(ranges);
    }

    private static void assertEachNewestRevisionOnce(List<IndexUpdate> updates) {
        assertThat(updates).hasSize(POSTS).allMatch(update -> update.getRevision() == 2);
        assertThat(updates.stream().map(IndexUpdate::getPostId).collect(Collectors.toSet()))
                .hasSize(POSTS);
    }

    private static void assertFinishedAfter(long records, BackfillReport report) {
        assertThat(report.getState()).isEqualTo(BackfillState.FINISHED);
        assertThat(report.getExpected()).isEqualTo(POSTS);
        assertThat(report.getRead()).isEqualTo(records);
        assertThat(report.getEmbedded()).isEqualTo(POSTS);
        assertThat(report.getSkipped()).isEqualTo(Map.of("older-revision", (long) POSTS));
    }
}
