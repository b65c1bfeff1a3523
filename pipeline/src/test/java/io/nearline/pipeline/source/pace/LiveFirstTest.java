package io.nearline.pipeline.source.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.model.LiveWait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.SourceSplit;
import org.junit.jupiter.api.Test;

class LiveFirstTest {

    private static final Duration BOUND = Duration.ofMillis(250);

    private final ManualTime time = new ManualTime();
    private final LiveWait liveWait = new LiveWait(BOUND);

    private LiveFirst<SourceSplit> atRate(double perSecond) {
        return new LiveFirst<>(perSecond, liveWait, time, time);
    }

    private void liveRecordComesLate() {
        liveWait.passed(time.millis() - BOUND.toMillis() - 1, time.millis());
    }

    private static CompletableFuture<Void> ask(LiveFirst<SourceSplit> limiter) {
        return limiter.acquire(1).toCompletableFuture();
    }

    @Test
    void grantsAtOnceWhatTheRateAllows() {
        assertThat(ask(atRate(10))).isCompleted();
    }

    @Test
    void grantsTheNextWhenItsTimeHasCome() {
        LiveFirst<SourceSplit> limiter = atRate(10);
        CompletableFuture<Void> first = ask(limiter);
        CompletableFuture<Void> second = ask(limiter);

        assertThat(first).isCompleted();
        time.pass(Duration.ofMillis(99));
        assertThat(second).isNotCompleted();
        time.pass(Duration.ofMillis(1));
        assertThat(second).isCompleted();
    }

    @Test
    void grantsNothingWhileLiveRecordsWait() {
        LiveFirst<SourceSplit> limiter = atRate(1000);
        liveRecordComesLate();
        CompletableFuture<Void> held = ask(limiter);

        for (int late = 0; late < 50; late++) {
            time.pass(Duration.ofMillis(100));
            liveRecordComesLate();
        }

        assertThat(held).isNotCompleted();
        assertThat(limiter.isHeldBack()).isTrue();
    }

    @Test
    void goesOnOnceLiveRecordsWaitNoMore() {
        LiveFirst<SourceSplit> limiter = atRate(1000);
        liveRecordComesLate();
        CompletableFuture<Void> held = ask(limiter);

        time.pass(BOUND.plus(LiveFirst.RECHECK));

        assertThat(held).isCompleted();
        assertThat(limiter.isHeldBack()).isFalse();
    }

    /** A clock that stands still until told, and runs what is due when it moves. */
    private static final class ManualTime extends Clock implements LiveFirst.Delay {

        private final List<Due> later = new ArrayList<>();
        private long nanos;

        private record Due(long at, Runnable action) {}

        void pass(Duration time) {
            long end = nanos + time.toNanos();
            while (later.stream().anyMatch(due -> due.at <= end)) {
                Due next = later.stream().min(Comparator.comparingLong(Due::at)).orElseThrow();
                later.remove(next);
                nanos = next.at;
                next.action.run();
            }
            nanos = end;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void run(Duration after, Runnable action) {
            later.add(new Due(nanos + after.toNanos(), action));
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(1_700_000_000L).plusNanos(nanos);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
