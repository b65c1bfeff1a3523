package io.nearline.operators.embed;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets outcomes go together as long as the model has enough else to do. Each outcome that leaves
 * alone wakes up the task, which then admits one post in its place, and all that follows: on a
 * machine whose cores the model needs, that costs more than what the post itself does. Nothing is
 * held back while the stage has room for a burst of posts, so nothing waits that could be fresh.
 * Safe for use by many threads.
 */
final class OutcomeBursts {

    /**
     * A longer one saves little more, and the model needs many texts to choose equal lengths from.
     */
    private static final int LONGEST = 64;

    private final int enough;
    private List<Runnable> held = new ArrayList<>();
    private int unfinished;

    /**
     * @param enough posts in the model, or on their way into it, beside which outcomes are held
     *     back
     */
    private OutcomeBursts(int enough) {
        this.enough = enough;
    }

    /**
     * For a stage with so many posts in flight: once full, it refills by half, or by 64 at most.
     *
     * @param capacity 1 or more; with 1, no outcome is ever held back
     */
    static OutcomeBursts ofCapacity(int capacity) {
        return new OutcomeBursts(Math.max(capacity / 2, capacity - LONGEST));
    }

    /** A post sets out to the model; {@link #finish} must follow. */
    synchronized void begin() {
        unfinished++;
    }

    /**
     * The outcome of a post that set out is there.
     *
     * @param deliver hands it on; called now or, by whoever finishes then, within as many posts as
     *     the stage has room for
     */
    void finish(Runnable deliver) {
        due(deliver).forEach(Runnable::run);
    }

    private synchronized List<Runnable> due(Runnable deliver) {
        unfinished--;
        held.add(deliver);
        if (unfinished > enough) {
            return List.of();
        }
        List<Runnable> burst = held;
        held = new ArrayList<>();
        return burst;
    }
}
