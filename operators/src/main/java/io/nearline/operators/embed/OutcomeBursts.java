package io.nearline.operators.embed;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets outcomes go together as long as the model has enough else to do. Each outcome that leaves
 * alone wakes up the task, which then admits one post in its place, and all that follows: on a
 * machine whose cores the model needs, that costs more than what the post itself does. An outcome
 * is held back for at most a third as many as are in the model, so it waits for a fraction of what
 * it has waited already, and for nothing while there are three or fewer. Safe for use by many
 * threads.
 */
final class OutcomeBursts {

    /** At full capacity, a fourth of it makes one burst. */
    private static final int IN_THE_MODEL_FOR_ONE_HELD = 3;

    /**
     * A longer one saves little more, and the model needs many texts to choose equal lengths from.
     */
    private static final int LONGEST = 64;

    private List<Runnable> held = new ArrayList<>();
    private int unfinished;

    /** A post sets out to the model; {@link #finish} must follow. */
    synchronized void begin() {
        unfinished++;
    }

    /**
     * The outcome of a post that set out is there.
     *
     * @param deliver hands it on; called now or by whoever finishes some posts later
     * @throws RuntimeException or Error, if handing one on failed; the others were handed on
     */
    void finish(Runnable deliver) {
        InTurn.run(due(deliver));
    }

    /**
     * As {@link #finish}, and hands on all that is held, however much is in the model: after a
     * failure nobody may finish for long.
     */
    void finishAll(Runnable deliver) {
        InTurn.run(dueWithAll(deliver));
    }

    private synchronized List<Runnable> dueWithAll(Runnable deliver) {
        unfinished--;
        held.add(deliver);
        return takeHeld();
    }

    private synchronized List<Runnable> due(Runnable deliver) {
        unfinished--;
        held.add(deliver);
        if (held.size() < LONGEST && held.size() * IN_THE_MODEL_FOR_ONE_HELD < unfinished) {
            return List.of();
        }
        return takeHeld();
    }

    private synchronized List<Runnable> takeHeld() {
        List<Runnable> burst = held;
        held = new ArrayList<>();
        return burst;
    }
}
