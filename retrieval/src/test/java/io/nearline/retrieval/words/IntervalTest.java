package io.nearline.retrieval.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntervalTest {

    /** Near its end, where {@link System#nanoTime} may begin and wraps around. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 20);

    @Test
    void isOverWhenItsTimeHasPassedSinceItBegan() {
        Interval interval = Interval.begun(Duration.ofNanos(100), nanos::get);
        assertThat(interval.isOver()).isFalse();
        nanos.addAndGet(60);
        assertThat(interval.left()).isEqualTo(Duration.ofNanos(40));
        nanos.addAndGet(40);
        assertThat(interval.isOver()).isTrue();
        nanos.addAndGet(1);
        assertThat(interval.left()).isZero();

        interval.begin();

        assertThat(interval.left()).isEqualTo(Duration.ofNanos(100));
    }

    @Test
    void mayBeOverFromTheBeginningOrBeEnded() {
        Interval interval = Interval.over(Duration.ofNanos(100), nanos::get);
        assertThat(interval.isOver()).isTrue();
        interval.begin();
        assertThat(interval.isOver()).isFalse();
        interval.end();
        assertThat(interval.isOver()).isTrue();
    }
}
