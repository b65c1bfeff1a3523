package io.nearline.pipeline.source.pace;

import io.nearline.operators.model.LiveWait;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.SourceSplit;

/** Gives permits at a rate, and none while live records wait. Never blocks a thread. */
final class LiveFirst<S extends SourceSplit> implements Pace<S> {

    /** How soon to look again whether live records still wait. */
    static final Duration RECHECK = Duration.ofMillis(10);

    private final double perSecond;
    private final LiveWait liveWait;
    private final Clock clock;
    private final Delay delay;
    private final Turns turns;

    /**
     * @param perSecond permits a second
     */
    LiveFirst(double perSecond, LiveWait liveWait, Clock clock, Delay delay) {
        this.perSecond = perSecond;
        this.liveWait = liveWait;
        this.clock = clock;
        this.delay = delay;
        this.turns = new Turns(delay.nanoTime());
    }

    @Override
    public CompletionStage<Void> acquire(int permits) {
        CompletableFuture<Void> granted = new CompletableFuture<>();
        long wait = turns.take(permits, delay.nanoTime(), perSecond);
        if (wait == 0) {
            grant(granted);
        } else {
            delay.run(Duration.ofNanos(wait), () -> grant(granted));
        }
        return granted;
    }

    boolean isHeldBack() {
        return liveWait.isOn(clock.millis());
    }

    private void grant(CompletableFuture<Void> granted) {
        if (isHeldBack()) {
            delay.run(RECHECK, () -> grant(granted));
        } else {
            granted.complete(null);
        }
    }

    /** Time that passes; a test lets it pass by hand. */
    interface Delay {

        /** Nanoseconds of a clock that never goes back. */
        long nanoTime();

        /** Runs the action later, in another thread. */
        void run(Duration after, Runnable action);
    }
}
