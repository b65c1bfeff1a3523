package io.nearline.pipeline.source.pace;

import io.nearline.operators.model.LiveWait;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;

/** Gives permits at a rate, and none while live records wait. Never blocks a thread. */
final class LiveFirst<S extends SourceSplit> implements RateLimiter<S> {

    /** How soon to look again whether live records still wait. */
    static final Duration RECHECK = Duration.ofMillis(10);

    private static final CompletableFuture<Void> GRANTED = CompletableFuture.completedFuture(null);

    private final TokenBucket bucket;
    private final LiveWait liveWait;
    private final Clock clock;
    private final Delay delay;

    LiveFirst(TokenBucket bucket, LiveWait liveWait, Clock clock, Delay delay) {
        this.bucket = bucket;
        this.liveWait = liveWait;
        this.clock = clock;
        this.delay = delay;
    }

    @Override
    public CompletionStage<Void> acquire(int permits) {
        Duration wait = tryAcquire(permits);
        if (wait.isZero()) {
            return GRANTED;
        }
        CompletableFuture<Void> granted = new CompletableFuture<>();
        delay.run(wait, () -> retry(permits, granted));
        return granted;
    }

    boolean isHeldBack() {
        return liveWait.isOn(clock.millis());
    }

    private void retry(int permits, CompletableFuture<Void> granted) {
        Duration wait = tryAcquire(permits);
        if (wait.isZero()) {
            granted.complete(null);
        } else {
            delay.run(wait, () -> retry(permits, granted));
        }
    }

    private Duration tryAcquire(int permits) {
        return isHeldBack() ? RECHECK : Duration.ofNanos(bucket.take(permits, delay.nanoTime()));
    }

    /** Time that passes; a test lets it pass by hand. */
    interface Delay {

        /** Nanoseconds of a clock that never goes back. */
        long nanoTime();

        /** Runs the action later, in another thread. */
        void run(Duration after, Runnable action);
    }
}
