package io.nearline.training.command;

import io.nearline.training.learn.TransferPlan.Run;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Which of several runs comes next, and about how long they will take. */
final class RunCount {
    private final List<Run> runs;
    private final LongSupplier nanos;
    private final long started;
    private int next;

    RunCount(List<Run> runs, LongSupplier nanos) {
        this.runs = List.copyOf(runs);
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /** Of the next one, with the time left if a step takes as long as it has so far. */
    String next() {
        Run run = runs.get(next);
        long done = steps(0, next);
        long left = steps(next, runs.size());
        String text =
                "%d of %d: %s, %d steps"
                        .formatted(
                                next + 1, runs.size(), run.name(), run.plan().schedule().steps());
        next++;
        if (done == 0) {
            return text;
        }
        double seconds = (nanos.getAsLong() - started) / 1e9;
        return text
                + String.format(
                        Locale.ROOT, "; all runs: about %,.0f s left", seconds / done * left);
    }

    private long steps(int from, int to) {
        return runs.subList(from, to).stream()
                .mapToLong(run -> run.plan().schedule().steps())
                .sum();
    }
}
