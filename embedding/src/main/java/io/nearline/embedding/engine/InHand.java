package io.nearline.embedding.engine;

import io.nearline.embedding.engine.WaitingLine.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one worker has in hand: the requests of its step, and those among them whose run goes on. A
 * step that does not end can be taken from the worker; the worker is told when it comes back. Safe
 * for use by many threads.
 */
final class InHand {

    private static final Step NOTHING = new Step.Tokenize(List.of());

    private final LongSupplier ticks;
    private Step step = NOTHING;
    private @Nullable List<Request> run;
    private long begunAt;
    private boolean taken;

    /**
     * A step that was taken from its worker.
     *
     * @param step the step
     * @param run the requests whose run did not end
     * @param waiting the others that nobody has answered
     */
    record Taken(Step step, List<Request> run, List<Request> waiting) {}

    /**
     * @param ticks the time
     */
    InHand(LongSupplier ticks) {
        this.ticks = ticks;
    }

    /** The worker takes a step up. */
    synchronized void begin(Step next) {
        step = next;
        taken = false;
    }

    /**
     * The worker begins a run.
     *
     * @param requests whose run it is
     * @return whether it may; not if the step was taken from it
     */
    synchronized boolean beginRun(List<Request> requests) {
        if (taken) {
            return false;
        }
        run = requests;
        begunAt = ticks.getAsLong();
        return true;
    }

    /** As {@link #beginRun}, for a run that is no request's: the worker tests the model. */
    boolean beginTest() {
        return beginRun(List.of());
    }

    /**
     * The worker's run is over.
     *
     * @return whether the step is still the worker's; if not, it has to drop it
     */
    synchronized boolean endRun() {
        run = null;
        return !taken;
    }

    /**
     * The worker is through with its step.
     *
     * @return whether it was still the worker's
     */
    synchronized boolean end() {
        run = null;
        step = NOTHING;
        return !taken;
    }

    /**
     * Takes the step away if its run was begun before {@code tick} and goes on still.
     *
     * @param terminate tells the run to end; called before the worker can begin another
     */
    synchronized Optional<Taken> takeIfRunsSinceBefore(long tick, Runnable terminate) {
        List<Request> current = run;
        if (taken || current == null || begunAt >= tick) {
            return Optional.empty();
        }
        taken = true;
        terminate.run();
        List<Request> waiting = unanswered();
        waiting.removeAll(current);
        return Optional.of(new Taken(step, current, waiting));
    }

    /** Whether a run that was begun before {@code tick} goes on still. */
    synchronized boolean runsSinceBefore(long tick) {
        return run != null && begunAt < tick;
    }

    /** The requests of the step that have no answer, unless it was taken away. */
    synchronized List<Request> unanswered() {
        List<Request> requests = new ArrayList<>();
        if (step instanceof Step.Tokenize tokenize) {
            requests.addAll(tokenize.requests());
        } else if (step instanceof Step.Encode encode) {
            encode.batch().forEach(text -> requests.add(text.request()));
        }
        requests.removeIf(Request::isAbandoned);
        return requests;
    }
}
