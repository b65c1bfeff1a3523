package io.nearline.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.operators.model.ModelRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class JoinedModelTest {

    private static final ModelRef MODEL = new ModelRef("m", "digest", "file:/m");

    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> timeouts = new ArrayDeque<>();
    private final SettableClock clock = new SettableClock();
    private final SimpleCounter failures = new SimpleCounter();
    private final HandWorkedEmbedder embedder = new HandWorkedEmbedder();
    private boolean isPublished = true;
    private int openings;
    private final JoinedModel model =
            new JoinedModel(
                    MODEL,
                    this::openModel,
                    new JoinedModel.Surroundings(
                            work::add,
                            (delay, action) -> timeouts.add(action),
                            clock,
                            failures,
                            Duration.ofMinutes(2)));

    private Embedder openModel(ModelRef ref) {
        openings++;
        if (!isPublished) {
            throw new ModelRejectedException(ref.bundleUri() + " is missing");
        }
        return embedder;
    }

    private CompletableFuture<Embedding> embed() {
        return model.embed(EmbeddableText.passage("rain"));
    }

    private void doWork() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    @Test
    void opensWithTheFirstTextAndAwayFromTheCaller() {
        CompletableFuture<Embedding> first = embed();
        CompletableFuture<Embedding> second = embed();
        assertThat(openings).isZero();

        doWork();
        embedder.answerAll();

        assertThat(openings).isEqualTo(1);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void closesOnlyOnceTheTextsInFlightHaveTheirVectors() {
        CompletableFuture<Embedding> inFlight = embed();
        doWork();
        model.leave();
        doWork();
        assertThat(embedder.closed).isZero();

        embedder.answerAll();
        doWork();

        assertThat(inFlight).isCompleted();
        assertThat(embedder.closed).isEqualTo(1);
        assertThat(model.isOpen()).isFalse();
    }

    @Test
    void closesWhateverIsInFlightWhenTheJobEnds() {
        var unused = embed();
        doWork();

        model.abandon();
        doWork();
        embedder.answerAll();
        doWork();

        assertThat(embedder.closed).isEqualTo(1);
    }

    @Test
    void opensNothingAnyMoreWhenTheJobEnds() {
        CompletableFuture<Embedding> text = embed();
        model.abandon();

        doWork();

        assertThat(openings).isZero();
        assertThat(text).isCompletedExceptionally();
    }

    @Test
    void closesWhatLeftWithTextsInFlightWhenTheJobEnds() {
        var unused = embed();
        doWork();
        model.leave();
        assertThat(model.isGone()).isFalse();

        model.abandon();

        assertThat(embedder.closed).isEqualTo(1);
        assertThat(model.isGone()).isTrue();
    }

    @Test
    void textsWaitOnlySoLongForAnOpeningAndAreNotEmbeddedAfterwards() {
        CompletableFuture<Embedding> waiting = embed();

        timeouts.remove().run();

        assertThat(waiting)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RetryableEmbeddingException.class)
                .withMessageContaining("is not open on this machine within nearline.embed.timeout");
        assertThat(embed()).as("a text that comes later").isCompletedExceptionally();
        assertThat(work).as("openings").hasSize(1);

        doWork();
        assertThat(embedder.asked).isEmpty();
        CompletableFuture<Embedding> next = embed();
        embedder.answerAll();
        assertThat(next).isCompleted();
    }

    @Test
    void isClosedAndOpenedAnewAfterThePauseWhenTheMachineFails() {
        CompletableFuture<Embedding> first = embed();
        CompletableFuture<Embedding> second = embed();
        doWork();

        embedder.failAll(new MachineFailedException("out of memory"));

        for (CompletableFuture<Embedding> failed : List.of(first, second, embed())) {
            assertThat(failed)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(RetryableEmbeddingException.class);
        }
        doWork();
        assertThat(embedder.closed).isEqualTo(1);
        assertThat(failures.getCount()).isEqualTo(1);

        clock.now = clock.now.plusSeconds(1);
        CompletableFuture<Embedding> again = embed();
        doWork();
        embedder.answerAll();

        assertThat(openings).isEqualTo(2);
        assertThat(again).isCompleted();
    }

    @Test
    void failsItsTextsRetryablyWhileItCannotBeOpened() {
        isPublished = false;
        CompletableFuture<Embedding> text = embed();

        doWork();

        assertThat(text)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RetryableEmbeddingException.class)
                .withMessageContaining("model m cannot be opened on this machine: file:/m");
        assertThat(failures.getCount()).isEqualTo(1);
    }

    @Test
    void isTriedAgainOnlyAfterAPauseThatGrows() {
        isPublished = false;
        attemptAfter(Duration.ZERO);
        attemptAfter(Duration.ofMillis(999));
        assertThat(openings).isEqualTo(1);

        attemptAfter(Duration.ofMillis(1));
        attemptAfter(Duration.ofMillis(1999));
        assertThat(openings).isEqualTo(2);

        isPublished = true;
        attemptAfter(Duration.ofMillis(1));

        assertThat(openings).isEqualTo(3);
        assertThat(model.isOpen()).isTrue();
    }

    private void attemptAfter(Duration time) {
        clock.now = clock.now.plus(time);
        var unused = embed();
        doWork();
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Answers when it is told to. */
    private static final class HandWorkedEmbedder implements Embedder {

        private final List<CompletableFuture<Embedding>> asked = new ArrayList<>();
        private int closed;

        void failAll(Throwable failure) {
            List<CompletableFuture<Embedding>> failing = List.copyOf(asked);
            asked.clear();
            failing.forEach(future -> future.completeExceptionally(failure));
        }

        void answerAll() {
            Embedding answer =
                    new Embedding(new float[8], 3, false, new EmbeddingCost(0, 0, 1, 3, 3));
            asked.forEach(future -> future.complete(answer));
        }

        @Override
        public ModelId model() {
            return new ModelId(MODEL.name(), MODEL.digest());
        }

        @Override
        public int dimensions() {
            return 8;
        }

        @Override
        public CompletableFuture<Embedding> embed(EmbeddableText text) {
            CompletableFuture<Embedding> future = new CompletableFuture<>();
            asked.add(future);
            return future;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
