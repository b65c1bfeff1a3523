package io.nearline.bench.run;

import io.nearline.bench.measure.Measurement;
import io.nearline.bench.report.Results;
import io.nearline.bench.worker.Role;
import java.util.Optional;

/** Writes down what the main rounds have found. */
final class ContenderReport {
    private final Results results;

    ContenderReport(Results results) {
        this.results = results;
    }

    /** All contenders of one model. */
    void add(ModelUnderTest model, Series series) {
        for (Role contender : series.contenders()) {
            addFigures(model, contender, series);
            addRatios(model, contender, series);
        }
        results.put(
                series.ratio(Role.BACKFILL, Role.ROOFLINE_EXACT_LENGTHS).median(),
                "backfill_ratio_to_ideal_batches",
                model.label());
        bestLangChain4j(series).ifPresent(best -> addPeers(model, series, best));
    }

    private void addFigures(ModelUnderTest model, Role contender, Series series) {
        String label = model.label();
        String key = contender.key();
        results.put(series.of(contender, Measurement::perSecond), "posts_per_second", label, key);
        results.put(
                series.of(contender, round -> round.perSecond() * model.meanTokens()),
                "tokens_per_second",
                label,
                key);
        results.put(
                series.of(contender, Measurement::cpuPerThousand),
                "cpu_seconds_per_1000",
                label,
                key);
        results.put(
                series.of(contender, Measurement::allocatedPerPost),
                "allocated_bytes_per_post",
                label,
                key);
        results.put(
                series.of(contender, Measurement::residentMegabytes), "resident_mb", label, key);
    }

    private void addRatios(ModelUnderTest model, Role contender, Series series) {
        String label = model.label();
        String key = contender.key();
        var ratio = series.ratio(contender, Role.ROOFLINE);
        results.put(ratio.median(), "ratio_to_roofline", label, key);
        results.put(ratio, "ratio_to_roofline_spread", label, key);
        results.put(
                series.ratio(contender, Role.ROOFLINE_SERVED).median(),
                "ratio_to_roofline_served",
                label,
                key);
        results.put(
                series.cpuRatio(contender, Role.ROOFLINE).median(),
                "cpu_ratio_to_roofline",
                label,
                key);
    }

    private void addPeers(ModelUnderTest model, Series series, Role langChain4j) {
        String label = model.label();
        results.put(
                series.ratio(Role.PIPELINE, Role.NAIVE_FLINK),
                "peers",
                label,
                "pipeline_to_naive_flink");
        results.put(
                series.ratio(Role.PIPELINE, langChain4j),
                "peers",
                label,
                "pipeline_to_langchain4j");
        results.put(
                series.ratio(Role.EMBEDDER, langChain4j),
                "peers",
                label,
                "embedder_to_langchain4j");
        results.put(langChain4j.key(), "peers", label, "better_langchain4j");
    }

    /** The faster of its two ways; empty if it was not measured. */
    private static Optional<Role> bestLangChain4j(Series series) {
        if (!series.contenders().contains(Role.LANGCHAIN4J_EMBED)) {
            return Optional.empty();
        }
        double all = series.ratio(Role.LANGCHAIN4J_EMBED_ALL, Role.LANGCHAIN4J_EMBED).median();
        return Optional.of(all > 1 ? Role.LANGCHAIN4J_EMBED_ALL : Role.LANGCHAIN4J_EMBED);
    }
}
