package io.nearline.training.command;

import io.nearline.training.learn.DevScores;
import io.nearline.training.learn.RunListener;
import io.nearline.training.learn.Step;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A line every so many steps: of the steps since the last one the mean loss of each task and the
 * speed, without the time that scoring took; and the time left.
 */
final class ProgressLines implements RunListener {
    private static final int LINES = 20;

    private final PrintWriter out;
    private final int steps;
    private final int first;
    private final LongSupplier nanos;
    private final long started;

    /** When the tokens since the last line began, moved on by the time that scoring took. */
    private long since;

    private long last;
    private final Map<String, double[]> losses = new TreeMap<>();
    private long tokens;

    ProgressLines(PrintWriter out, int steps, int done, LongSupplier nanos) {
        this.out = out;
        this.steps = steps;
        this.first = done;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.since = started;
        this.last = started;
    }

    @Override
    public void learned(Step step) {
        for (Step.TaskLoss of : step.losses()) {
            double[] sum = losses.computeIfAbsent(of.task(), task -> new double[2]);
            sum[0] += of.loss();
            sum[1]++;
        }
        tokens += step.tokens();
        if (step.number() % Math.max(1, steps / LINES) == 0 || step.number() == steps) {
            print(step.number());
            losses.clear();
            tokens = 0;
            since = nanos.getAsLong();
        }
        last = nanos.getAsLong();
    }

    @Override
    public void scored(DevScores scores) {
        since += nanos.getAsLong() - last;
        PlanText.line(
                out,
                "scores",
                "%s: %s%s"
                        .formatted(
                                scores.step() == 0 ? "base" : "step " + scores.step(),
                                scores.scores().entrySet().stream()
                                        .map(task -> score(scores, task))
                                        .collect(Collectors.joining(", ")),
                                scores.isBest() ? "; the best so far" : ""));
    }

    private static String score(DevScores scores, Map.Entry<String, Double> task) {
        String score = String.format(Locale.ROOT, "%s %.4f", task.getKey(), task.getValue());
        return scores.step() == 0
                ? score
                : String.format(
                        Locale.ROOT,
                        "%s (%+.4f)",
                        score,
                        scores.gains().getOrDefault(task.getKey(), 0.0));
    }

    private void print(int number) {
        double seconds = (nanos.getAsLong() - started) / 1e9;
        double learning = Math.max(1e-9, (nanos.getAsLong() - since) / 1e9);
        double left = seconds / (number - first) * (steps - number);
        PlanText.line(
                out,
                "step",
                String.format(
                        Locale.ROOT,
                        "%d of %d: loss %s; %,.0f tokens/s, %.0f s left",
                        number,
                        steps,
                        losses.entrySet().stream()
                                .map(
                                        task ->
                                                "%s %.4f"
                                                        .formatted(
                                                                task.getKey(),
                                                                task.getValue()[0]
                                                                        / task.getValue()[1]))
                                .collect(Collectors.joining(", ")),
                        tokens / learning,
                        left));
    }
}
