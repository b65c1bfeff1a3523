package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.serve.FeedState.Phase;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** What the service tells Prometheus; {@code docs/reference/query-metrics.md} explains each. */
final class QueryMetrics {

    /** What became of a query that was answered. */
    private static final String ANSWERED = "answered";

    /** From half of what a search in a small index takes to the longest wait. */
    private static final double[] BOUNDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final Counter queries;
    private final Histogram seconds;
    private final Histogram embedSeconds;
    private final Histogram stageSeconds;

    QueryMetrics() {
        queries =
                Counter.builder()
                        .name("nearline_query_requests_total")
                        .help("Queries by mode and by what became of them.")
                        .labelNames("mode", "outcome")
                        .register(registry);
        seconds =
                histogram(
                        "nearline_query_seconds",
                        "Time of answered queries, waiting left out.",
                        "mode");
        embedSeconds =
                histogram(
                        "nearline_query_embed_seconds",
                        "Time for the vector of a query's text.",
                        "mode");
        stageSeconds =
                histogram(
                        "nearline_query_stage_seconds",
                        "Time of answered queries by the stage that it went to.",
                        "stage");
    }

    /** Adds what is read off when somebody asks. */
    void watch(
            QueryService service,
            AppliedPosts applied,
            IntSupplier inFlight,
            BooleanSupplier ready) {
        gauge("nearline_query_in_flight", "Queries being answered.", inFlight::getAsInt);
        gauge(
                "nearline_query_ready",
                "1 while queries should be sent here.",
                () -> ready.getAsBoolean() ? 1 : 0);
        gauge(
                "nearline_query_index_records_behind",
                "Updates published and not yet applied; NaN while unknown.",
                () ->
                        service.feed().recordsBehind().stream()
                                .asDoubleStream()
                                .findFirst()
                                .orElse(Double.NaN));
        gauge(
                "nearline_query_index_caught_up_timestamp_seconds",
                "A moment; every update published then has been applied. NaN before the first.",
                () ->
                        service.feed()
                                .caughtUpAt()
                                .map(at -> at.toEpochMilli() / MILLIS)
                                .orElse(Double.NaN));
        watchFreshness(service);
        watchModels(service);
        watchPhase(service);
        watchRecall(service.recall());
        CounterWithCallback.builder()
                .name("nearline_query_index_updates_total")
                .help("Updates applied to the index.")
                .callback(callback -> callback.call((double) applied.count()))
                .register(registry);
        CounterWithCallback.builder()
                .name("nearline_query_index_left_out_total")
                .help("Updates whose posts cannot be found: no vector that can be searched.")
                .callback(callback -> callback.call((double) service.feed().leftOut()))
                .register(registry);
        CounterWithCallback.builder()
                .name("nearline_query_texts_left_out_total")
                .help("Records of the posts topic that are no changes of posts.")
                .callback(callback -> callback.call((double) service.feed().withoutText()))
                .register(registry);
    }

    /** A query was answered. */
    void answered(QueryAnswer answer, StageTimes stages) {
        String mode = answer.call().mode().word();
        queries.labelValues(mode, ANSWERED).inc();
        seconds.labelValues(mode).observe((answer.totalNanos() - answer.waitNanos()) / NANOS);
        if (answer.call().textToEmbed().isPresent()) {
            embedSeconds.labelValues(mode).observe(answer.embedNanos() / NANOS);
        }
        stages.forEach(
                (stage, nanos) -> stageSeconds.labelValues(stage.word()).observe(nanos / NANOS));
    }

    /** A query was not. */
    void refused(String mode, Problem.Kind kind) {
        queries.labelValues(mode, kind.slug()).inc();
    }

    /** All of it in Prometheus' text form. */
    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot fail to be written to", e);
        }
        return out.toByteArray();
    }

    private Histogram histogram(String name, String help, String label) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .classicOnly()
                .classicUpperBounds(BOUNDS)
                .withoutExemplars()
                .register(registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private void watchFreshness(QueryService service) {
        GaugeWithCallback.builder()
                .name("nearline_query_index_freshness_seconds")
                .help("Age of a change when it was applied, over the latest live updates.")
                .labelNames("quantile")
                .callback(
                        callback -> {
                            FeedState feed = service.feed();
                            feed.p50()
                                    .ifPresent(
                                            p50 -> callback.call(p50.toMillis() / MILLIS, "0.5"));
                            feed.p99()
                                    .ifPresent(
                                            p99 -> callback.call(p99.toMillis() / MILLIS, "0.99"));
                        })
                .register(registry);
    }

    private void watchModels(QueryService service) {
        GaugeWithCallback.builder()
                .name("nearline_query_index_posts")
                .help("Posts held under a model.")
                .labelNames("model", "digest")
                .callback(
                        callback -> {
                            for (HeldModel model : service.heldModels()) {
                                callback.call((double) model.posts(), model.name(), model.digest());
                            }
                        })
                .register(registry);
        GaugeWithCallback.builder()
                .name("nearline_query_model_active")
                .help("1 for the model that is searched.")
                .labelNames("model", "digest")
                .callback(
                        callback ->
                                service.activeModel()
                                        .ifPresent(
                                                model ->
                                                        callback.call(
                                                                1, model.name(), model.digest())))
                .register(registry);
    }

    private void watchPhase(QueryService service) {
        GaugeWithCallback.builder()
                .name("nearline_query_index_state")
                .help("1 for what the consumer of updates does.")
                .labelNames("state")
                .callback(
                        callback -> {
                            Phase now = service.feed().phase();
                            for (Phase phase : Phase.values()) {
                                callback.call(
                                        phase == now ? 1 : 0,
                                        phase.name().toLowerCase(Locale.ROOT));
                            }
                        })
                .register(registry);
    }

    private void watchRecall(RecallMeter recall) {
        CounterWithCallback.builder()
                .name("nearline_query_recall_wanted_total")
                .help("Neighbours among the ten truly nearest, in queries measured.")
                .labelNames("model", "filter")
                .callback(
                        callback ->
                                recall.tallies()
                                        .forEach(
                                                (counted, tally) ->
                                                        callback.call(
                                                                (double) tally.wanted(),
                                                                counted.modelName(),
                                                                counted.filter().word())))
                .register(registry);
        CounterWithCallback.builder()
                .name("nearline_query_recall_found_total")
                .help("Of these neighbours, those that the searches found.")
                .labelNames("model", "filter")
                .callback(
                        callback ->
                                recall.tallies()
                                        .forEach(
                                                (counted, tally) ->
                                                        callback.call(
                                                                (double) tally.found(),
                                                                counted.modelName(),
                                                                counted.filter().word())))
                .register(registry);
        CounterWithCallback.builder()
                .name("nearline_query_recall_checks_total")
                .help("Queries chosen to be measured, by what became of them.")
                .labelNames("outcome")
                .callback(
                        callback -> {
                            for (RecallMeter.Outcome outcome : RecallMeter.Outcome.values()) {
                                callback.call(
                                        (double) recall.count(outcome),
                                        outcome.name().toLowerCase(Locale.ROOT));
                            }
                        })
                .register(registry);
    }
}
