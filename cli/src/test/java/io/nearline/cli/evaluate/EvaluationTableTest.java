package io.nearline.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.retrieval.evaluate.EvaluationReport;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import io.nearline.retrieval.evaluate.SetSource.Kind;
import io.nearline.retrieval.measure.Interval;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EvaluationTableTest {

    private static final Figure WORDS = figure("words nDCG@10", 0.6862, 0.6440, 0.7303);

    private final EvaluationReport report =
            new EvaluationReport(
                    List.of(
                            new SetResult(
                                    "SciFact",
                                    Kind.RETRIEVAL,
                                    "300 queries",
                                    List.of(
                                            model(
                                                    "first",
                                                    List.of(
                                                            figure("vector nDCG@10", 0.6, 0.5, 0.7),
                                                            WORDS),
                                                    List.of()),
                                            model(
                                                    "other",
                                                    List.of(
                                                            figure("vector nDCG@10", 0.7, 0.6, 0.8),
                                                            WORDS),
                                                    List.of(
                                                            above("vector nDCG@10", 0.1, 0, 0.2),
                                                            above("words nDCG@10", 0, 0, 0)))))),
                    1_000);

    @Test
    void saysOnceWhatIsTheSameForAllModels() {
        StringWriter written = new StringWriter();
        EvaluationTable.print(report, new PrintWriter(written));

        assertThat(written.toString().lines().skip(2).limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).containsPattern("vector nDCG@10 +first +0.6000"),
                        line ->
                                assertThat(line)
                                        .containsPattern(" +other +0.7000 .*\\(\\+0.0000 to"),
                        line -> assertThat(line).containsPattern("words nDCG@10 +all +0.6862"));
        assertThat(EvaluationPage.of(report)).containsOnlyOnce("0.6440 to 0.7303");
    }

    @Test
    void thePlotReachesFromTenthToTenthAroundAllFigures() {
        assertThat(EvaluationPage.of(report)).contains("<span>0.5</span><span>0.8</span>");
    }

    private static ModelResult model(String name, List<Figure> figures, List<Figure> toFirst) {
        return new ModelResult(new ModelId(name, "0a".repeat(32)), figures, toFirst);
    }

    private static Figure figure(String name, double value, double low, double high) {
        return new Figure(name, value, new Interval(low, high), OptionalDouble.empty(), false);
    }

    private static Figure above(String name, double value, double low, double high) {
        return new Figure(name, value, new Interval(low, high), OptionalDouble.empty(), true);
    }
}
