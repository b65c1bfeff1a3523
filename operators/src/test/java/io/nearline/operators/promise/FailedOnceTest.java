package io.nearline.operators.promise;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.embedding.ModelId;
import io.nearline.operators.Records;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorCodec;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A post whose text could not be embedded once, and whose attributes go on changing. */
class FailedOnceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final ModelId OTHER = new ModelId("other", "fake-digest-of-other");

    private Flow flow;
    private Flow.Input posts;
    private long revision;

    private void start(RetryPolicy retries) throws Exception {
        flow = new Flow(retries, Flow.MODEL);
        posts = flow.newInput();
    }

    @AfterEach
    void close() {
        flow.close();
    }

    private void publish(String body) throws Exception {
        publish(Arrival.of(Records.text(edit(body))));
    }

    private void publish(Arrival arrival) throws Exception {
        posts.add(arrival);
        flow.read();
    }

    private PostEvent edit(String body) {
        revision++;
        return aPost("p")
                .revision(revision)
                .body(body)
                .attribute("likes", Long.toString(revision))
                .build();
    }

    private void fails(String body) throws Exception {
        publish(body);
        flow.complete(0, task -> true);
    }

    private void succeeds(String body) throws Exception {
        publish(body);
        flow.completeAll();
    }

    private void like(int times, Duration each, String body) throws Exception {
        for (int i = 0; i < times; i++) {
            flow.pass(each);
            succeeds(body);
        }
    }

    private IndexUpdate last() {
        return flow.topic().get(flow.topic().size() - 1);
    }

    private void assertPublished(String body) {
        IndexUpdate last = last();
        assertThat(last.getRevision()).isEqualTo(revision);
        assertThat(last.getAttributes()).containsEntry("likes", Long.toString(revision));
        assertThat(VectorCodec.decode(EncodedVector.of(last), last.getDimensions()))
                .isEqualTo(FakeVectors.of(body, FakeEmbedder.DIMENSIONS));
    }

    @Test
    void isRightAgainWithinOneRetryWithoutHelp() throws Exception {
        start(Flow.RETRIES);
        succeeds("old");
        fails("new");
        like(2, SECOND, "new");

        assertPublished("new");
        assertThat(flow.deadLetters())
                .extracting(DeadLetter::getStage, DeadLetter::getAttempt)
                .containsExactly(tuple(DeadLetterStage.EMBED, 1));
    }

    @Test
    void isEmbeddedAgainOnlyForTheModelThatFailed() throws Exception {
        flow = new Flow(Flow.RETRIES, Flow.MODEL, OTHER);
        posts = flow.newInput();
        publish("new");
        flow.complete(0, task -> task.model().name().equals(OTHER.name()));

        flow.pass(SECOND);
        List<String> asked = new ArrayList<>();
        flow.complete(0, task -> !asked.add(task.model().name()));
        succeeds("new");

        assertThat(asked).containsExactly(OTHER.name());
        assertThat(flow.topic())
                .extracting(IndexUpdate::getModelName, IndexUpdate::getRevision)
                .containsExactly(
                        tuple(Flow.MODEL.name(), 1L),
                        tuple(OTHER.name(), 1L),
                        tuple(Flow.MODEL.name(), 2L),
                        tuple(OTHER.name(), 2L));
    }

    @Test
    void isIndexedWithinOneRetryIfItIsNew() throws Exception {
        start(Flow.RETRIES);
        fails("new");
        like(2, SECOND, "new");

        assertPublished("new");
    }

    @Test
    void isRightAgainAfterAReplayOfTheDeadLetterAlone() throws Exception {
        start(RetryPolicy.never());
        succeeds("old");
        PostEvent failed = edit("new");
        publish(Arrival.of(Records.text(failed)));
        flow.complete(0, task -> true);
        like(3, SECOND, "new");
        assertThat(last().getRevision()).isEqualTo(1);

        publish(Arrival.of(Records.replayedText(failed)));
        flow.completeAll();

        assertThat(flow.topic())
                .extracting(IndexUpdate::getRevision)
                .containsExactly(1L, 2L, revision);
        assertPublished("new");
    }

    /** Without the lane the oldest wait ends on time, however often the post changes. */
    @Test
    void becomesADeadLetterOnTimeAlthoughItChangesEveryMinute() throws Exception {
        start(RetryPolicy.never());
        succeeds("old");
        fails("new");
        like(7, MINUTE, "new");

        assertThat(flow.deadLetters())
                .extracting(DeadLetter::getStage, DeadLetter::getRetryable)
                .containsExactly(
                        tuple(DeadLetterStage.EMBED, true), tuple(DeadLetterStage.RECALL, true));
    }

    /** The lane gives up after six minutes; whatever waits then begins anew. */
    @Test
    void isRightAgainAfterAnOutageThatOutlastsTheLane() throws Exception {
        start(Flow.RETRIES);
        succeeds("old");
        for (int i = 0; i < 30; i++) {
            flow.pass(MINUTE);
            publish("new");
            for (int j = 0; j < 10; j++) {
                flow.complete(0, task -> true);
            }
        }
        like((int) Flow.PENDING.toMinutes() + 1, MINUTE, "new");

        assertPublished("new");
    }

    @Test
    void comesBackWithItsAttemptCountUntilThatIsExhausted() throws Exception {
        start(Flow.RETRIES);
        fails("new");
        for (int i = 0; i < 60; i++) {
            flow.pass(MINUTE);
            flow.complete(0, task -> true);
        }

        assertThat(flow.deadLetters())
                .extracting(DeadLetter::getAttempt)
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(flow.isQuiet()).isTrue();
        assertThat(flow.deadLetters()).extracting(DeadLetter::getOffset).containsOnly(9001L);
    }

    @Test
    void staysDeletedAlthoughItIsTriedAgain() throws Exception {
        start(Flow.RETRIES);
        succeeds("old");
        fails("new");
        publish(Arrival.of(Records.text(aPost("p").revision(3).deleted().build())));
        flow.completeAll();
        flow.drain();

        assertThat(flow.topic()).extracting(IndexUpdate::getRevision).isEqualTo(List.of(1L, 3L));
    }
}
