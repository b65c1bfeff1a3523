package io.nearline.pipeline.source.passes;

import io.nearline.operators.backfill.PaceGauge;
import io.nearline.operators.backfill.PaceReading;
import io.nearline.pipeline.source.pace.Turns;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The pace of one pass of a backfill in one process, shared by its readers there. Each process
 * takes the part of the job's pace that its readers are of all readers, and has a guard of its own:
 * all guards see the same updates.
 */
final class SharedPace {

    private static final Map<PaceSettings, SharedPace> IN_USE = new HashMap<>();

    private final PaceSettings settings;
    private final @Nullable LiveGuard guard;
    private final @Nullable LiveWatch watch;
    private final Turns turns = new Turns(System.nanoTime());
    private final LongAdder taken = new LongAdder();
    private long ticked;
    private int holders;
    private int readers;
    private volatile double share = 1;

    private SharedPace(PaceSettings settings) {
        this.settings = settings;
        PaceSettings.Guard guarded = settings.guard();
        if (guarded == null) {
            guard = null;
            watch = null;
        } else {
            guard =
                    new LiveGuard(
                            new AdaptivePace(
                                    settings.cap(), settings.start(), guarded.freshnessBound()));
            watch = new LiveWatch(guarded, guard, this::takenSinceLastTick);
        }
    }

    /**
     * The pace of this process, opened by its first reader.
     *
     * @param allReaders readers of the whole job
     */
    static SharedPace open(PaceSettings settings, int allReaders) {
        synchronized (IN_USE) {
            SharedPace pace = IN_USE.computeIfAbsent(settings, SharedPace::new);
            pace.holders++;
            pace.readers++;
            pace.share = Math.min(1, pace.readers / (double) allReaders);
            return pace;
        }
    }

    /** Shows the pace that the readers of this process keep; empty while there are none. */
    static PaceGauge gauge(PaceSettings settings) {
        return () -> {
            synchronized (IN_USE) {
                return Optional.ofNullable(IN_USE.get(settings)).map(SharedPace::reading);
            }
        };
    }

    /**
     * Takes turns to read records.
     *
     * @return completes when it is time
     * @throws IllegalStateException if the guard cannot watch
     */
    CompletionStage<Void> take(int records) {
        if (watch != null) {
            watch.requireWatching();
        }
        taken.add(records);
        long wait = turns.take(records, System.nanoTime(), allowed() * share);
        return wait == 0
                ? CompletableFuture.completedFuture(null)
                : new CompletableFuture<Void>().completeOnTimeout(null, wait, TimeUnit.NANOSECONDS);
    }

    /** Gives the pace back; the last holder stops the guard. */
    void release() {
        synchronized (IN_USE) {
            holders--;
            if (holders > 0) {
                return;
            }
            IN_USE.remove(settings);
        }
        if (watch != null) {
            watch.close();
        }
    }

    private double allowed() {
        return guard == null ? settings.cap() : guard.allowed();
    }

    private PaceReading reading() {
        return new PaceReading(allowed(), guard == null ? -1 : guard.freshnessMillis());
    }

    /** As if every process read as much as this one. */
    private double takenSinceLastTick() {
        long now = taken.sum();
        long since = now - ticked;
        ticked = now;
        return since / share;
    }
}
