package io.nearline.retrieval.evaluate;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.measure.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Measures models by labelled sets. */
public final class Evaluation {

    private final BiFunction<Path, EngineOptions, Embedder> opening;
    private final EngineOptions engine;
    private final int resamples;
    private final Progress progress;

    /**
     * Of the models' main vectors.
     *
     * @param engine how the models run
     * @param resamples how often items are drawn anew for the intervals, 100 or more
     */
    public Evaluation(EngineOptions engine, int resamples, Progress progress) {
        this(Embedders::open, engine, resamples, progress);
    }

    /**
     * Of a further output of the models; each must have it.
     *
     * @param engine how the models run
     * @param output name of the output
     * @param resamples how often items are drawn anew for the intervals, 100 or more
     */
    public static Evaluation ofOutput(
            EngineOptions engine, String output, int resamples, Progress progress) {
        return new Evaluation(
                (bundle, options) -> Embedders.openOutput(bundle, options, output),
                engine,
                resamples,
                progress);
    }

    private Evaluation(
            BiFunction<Path, EngineOptions, Embedder> opening,
            EngineOptions engine,
            int resamples,
            Progress progress) {
        this.opening = opening;
        this.engine = engine;
        this.resamples = resamples;
        this.progress = progress;
    }

    /**
     * Measures each model by each set. All sets are read first: a wrong file is told before
     * anything that takes long.
     *
     * @param bundles directories of the models; the others are compared with the first
     * @throws InvalidSetException if a set is not what it should be, naming file and line
     * @throws EvaluationFailedException if a text of a set has no vector
     * @throws io.nearline.embedding.ModelRejectedException if a bundle must not be used here
     */
    public EvaluationReport run(List<Path> bundles, List<SetSource> sources) throws IOException {
        Map<SetSource, LabelledSet> sets = new LinkedHashMap<>();
        for (SetSource source : sources) {
            sets.put(source, source.read());
        }
        Map<SetSource, List<ModelResult>> results = new LinkedHashMap<>();
        Map<SetSource, List<Measured>> first = new LinkedHashMap<>();
        for (Path bundle : bundles) {
            progress.begin("opening " + bundle.getFileName(), 0);
            try (Embedder embedder = opening.apply(bundle, engine);
                    Embedder queries = opening.apply(bundle, engine.withEntry(Role.QUERY))) {
                for (Map.Entry<SetSource, LabelledSet> one : sets.entrySet()) {
                    SetSource source = one.getKey();
                    List<Measured> measured =
                            one.getValue().measure(new TextVectors(embedder, queries, progress));
                    results.computeIfAbsent(source, absent -> new ArrayList<>())
                            .add(result(source, embedder.model(), measured, first.get(source)));
                    first.putIfAbsent(source, measured);
                }
            }
        }
        List<SetResult> report = new ArrayList<>();
        sets.forEach(
                (source, set) ->
                        report.add(
                                new SetResult(
                                        source.name(),
                                        source.kind(),
                                        set.contents(),
                                        results.getOrDefault(source, List.of()))));
        return new EvaluationReport(report, resamples);
    }

    private ModelResult result(
            SetSource source,
            ModelId model,
            List<Measured> measured,
            @Nullable List<Measured> first) {
        progress.begin("intervals of %s, %s".formatted(source.name(), model.name()), 0);
        Bootstrap bootstrap = new Bootstrap(resamples);
        List<Figure> figures = new ArrayList<>();
        List<Figure> toFirst = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            Measured one = measured.get(i);
            figures.add(figure(one, bootstrap, source.published(model.name(), one.name())));
            if (first != null && !one.isDifference()) {
                Measured difference = one.above(first.get(i), one.name());
                toFirst.add(figure(difference, bootstrap, OptionalDouble.empty()));
            }
        }
        return new ModelResult(model, figures, toFirst);
    }

    private static Figure figure(Measured measured, Bootstrap bootstrap, OptionalDouble published) {
        return new Figure(
                measured.name(),
                measured.statistic().ofAll(measured.items()),
                bootstrap.interval(measured.statistic(), measured.items()),
                published,
                measured.isDifference());
    }
}
