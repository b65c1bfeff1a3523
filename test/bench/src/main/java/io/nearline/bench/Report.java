package io.nearline.bench;

import io.nearline.bench.measure.Percentiles;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.bench.Rounds.Contender;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The figures of a run: a table for people, one line of JSON for machines. */
final class Report {
    private static final Contender[] COMPARED = {
        Contender.EMBEDDER, Contender.PIPELINE, Contender.BACKFILL
    };

    private final ObjectNode json = new JsonMapper().createObjectNode();
    private final Map<String, Rounds> rounds;

    Report(int posts, double meanTokens, int cores, Map<String, Rounds> rounds) {
        this.rounds = rounds;
        json.put("posts", posts).put("mean_tokens", rounded(meanTokens)).put("cores", cores);
        ObjectNode rates = json.putObject("posts_per_second");
        ObjectNode cpu = json.putObject("cpu_seconds_per_1000");
        ObjectNode ratios = json.putObject("ratio_to_roofline");
        ObjectNode cpuRatios = json.putObject("cpu_ratio_to_roofline");
        ObjectNode ideal = json.putObject("backfill_ratio_to_ideal_batches");
        rounds.forEach(
                (model, measured) -> {
                    add(rates, model, Contender.values(), measured::perSecond);
                    add(cpu, model, Contender.values(), measured::cpuPerThousand);
                    add(ratios, model, COMPARED, measured::ratio);
                    add(cpuRatios, model, COMPARED, measured::cpuRatio);
                    ideal.put(model, rounded(idealRatio(measured)));
                });
    }

    /** Adds one model's freshness, in milliseconds, at a rate. */
    void addFreshness(String model, double perSecond, Percentiles freshness) {
        json.withObject("/freshness_ms")
                .putObject(model)
                .put("posts_per_second", rounded(perSecond))
                .put("p50", freshness.p50())
                .put("p95", freshness.p95())
                .put("p99", freshness.p99())
                .put("max", freshness.max());
    }

    void printTable(PrintStream out) {
        out.printf(
                "%n%-8s %-24s %10s %8s %10s %8s%n",
                "model", "", "posts/s", "ratio", "cpu-s/1k", "ratio");
        rounds.forEach(
                (model, measured) -> {
                    for (Contender contender : Contender.values()) {
                        out.printf(
                                Locale.ROOT,
                                "%-8s %-24s %10.1f %8.2f %10.2f %8.2f%n",
                                model,
                                name(contender).replace('_', ' '),
                                measured.perSecond(contender),
                                measured.ratio(contender),
                                measured.cpuPerThousand(contender),
                                measured.cpuRatio(contender));
                    }
                    out.printf(
                            Locale.ROOT,
                            "%-8s backfill against ideal batches: %.2f%n",
                            model,
                            idealRatio(measured));
                });
        json.path("freshness_ms")
                .properties()
                .forEach(model -> out.println(model.getKey() + " freshness: " + model.getValue()));
    }

    void printJson(PrintStream out) {
        out.println(json);
    }

    private static void add(
            ObjectNode figures,
            String model,
            Contender[] contenders,
            ToDoubleFunction<Contender> figure) {
        ObjectNode own = figures.putObject(model);
        for (Contender contender : contenders) {
            double value = figure.applyAsDouble(contender);
            own.put(name(contender), Double.isNaN(value) ? null : (Double) rounded(value));
        }
    }

    /** A backfill has all texts beforehand, so it is held to what can be done with them. */
    private static double idealRatio(Rounds rounds) {
        return rounds.ratio(Contender.BACKFILL, Contender.ROOFLINE_EXACT_LENGTHS);
    }

    private static String name(Contender contender) {
        return contender.name().toLowerCase(Locale.ROOT);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
