package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.Origin;
import io.nearline.pipeline.config.RetryOptions;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterLane;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorCodec;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real job tries again by itself what failed for a passing reason. */
@Timeout(180)
class RetryITCase {

    private static final Duration EACH = Duration.ofMillis(200);

    private final FakeEmbedder model = JobRig.newFake();
    private final AtomicLong revision = new AtomicLong();

    @TempDir private Path directory;

    private PostEvent edit(String body) {
        long next = revision.incrementAndGet();
        return aPost("p").revision(next).body(body).attribute("likes", Long.toString(next)).build();
    }

    private IndexUpdate latest(JobRig rig) {
        return rig.topics().index().latest().get(new IndexKey("p", model.model().name()));
    }

    private boolean says(JobRig rig, String body) {
        IndexUpdate latest = latest(rig);
        return latest != null
                && Arrays.equals(
                        VectorCodec.decode(EncodedVector.of(latest), latest.getDimensions()),
                        FakeVectors.of(body, FakeEmbedder.DIMENSIONS));
    }

    /** Every look at the index is preceded by another edit of the attributes: no quiet moment. */
    @Test
    void aPostThatGoesOnChangingIsRightAgainWithoutHelp() throws Exception {
        model.failNext("new", 1);
        try (JobRig rig = JobRig.in(directory);
                RunningJob job = rig.start(model)) {
            rig.topics().publish(List.of(edit("old")));
            job.waiting().until(() -> says(rig, "old"));
            rig.topics().publish(List.of(edit("new")));
            job.waiting()
                    .pollInterval(EACH)
                    .until(
                            () -> {
                                rig.topics().publish(List.of(edit("new")));
                                return says(rig, "new");
                            });
            job.waiting().until(() -> latest(rig).getRevision() == revision.get());

            assertThat(rig.topics().deadLetters())
                    .extracting(DeadLetter::getStage, DeadLetter::getAttempt, DeadLetter::getLane)
                    .containsExactly(tuple(DeadLetterStage.EMBED, 1, DeadLetterLane.LIVE));
            assertThat(rig.topics().index().regressions()).isEmpty();
            assertThat(job.meters().count(MetricNames.POSTS_RETRIED)).isEqualTo(1);
        }
    }

    @Test
    void aFailureThatRepeatsComesBackWithItsCountAndThenWaitsForAPerson() throws Exception {
        model.failNext("storm", 3);
        try (JobRig rig = JobRig.in(directory)) {
            rig.set(RetryOptions.ATTEMPTS, 3).set(RetryOptions.DELAY, Duration.ofMillis(50));
            try (RunningJob job = rig.start(model)) {
                rig.topics().publish(List.of(edit("storm")));
                job.waiting()
                        .until(
                                () ->
                                        job.meters()
                                                        .count(
                                                                MetricNames.RETRIES_REFUSED,
                                                                MetricNames.REASON,
                                                                "exhausted")
                                                == 1);
                assertThat(rig.topics().deadLetters())
                        .extracting(DeadLetter::getAttempt, DeadLetter::getOffset)
                        .containsExactlyInAnyOrder(tuple(1, 0L), tuple(2, 0L), tuple(3, 0L));
                assertThat(rig.topics().updates()).isEmpty();

                replay(rig.topics(), 3);
                job.waiting().until(() -> says(rig, "storm"));
            }
        }
    }

    @Test
    void whatWaitsIsTriedAgainAfterASavepointAndByNoJobWithoutState() throws Exception {
        model.failNext("storm", 1);
        try (JobRig rig = JobRig.in(directory)) {
            rig.set(RetryOptions.DELAY, Duration.ofSeconds(5));
            String savepoint;
            try (RunningJob job = rig.start(model)) {
                rig.topics().publish(List.of(edit("storm")));
                job.waiting().until(() -> rig.topics().deadLetters().size() == 1);
                savepoint = job.stopWithSavepoint();
            }
            rig.set(RetryOptions.DELAY, Duration.ofMillis(10));
            try (RunningJob fresh = rig.start(model)) {
                fresh.awaitRead(1);
                fresh.drain();
                assertThat(fresh.meters().count(MetricNames.POSTS_RETRIED)).isZero();
            }
            try (RunningJob resumed = rig.resume(savepoint, model)) {
                resumed.waiting()
                        .until(() -> resumed.meters().count(MetricNames.POSTS_RETRIED) == 1);
            }
        }
    }

    private static void replay(LocalTopics topics, int attempt) throws Exception {
        for (DeadLetter letter : topics.deadLetters()) {
            if (letter.getAttempt() == attempt) {
                topics.publish(
                        bytes(letter.getKey()),
                        bytes(letter.getValue()),
                        Map.of(
                                Origin.HEADER,
                                "replay",
                                Attempts.HEADER,
                                Integer.toString(attempt)));
            }
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
