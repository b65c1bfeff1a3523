package io.nearline.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.retrieval.measure.Bootstrap;
import io.nearline.retrieval.measure.Interval;
import io.nearline.training.data.Example;
import io.nearline.training.data.Examples;
import io.nearline.training.evaluate.ScoreSet.Records;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Measure;
import io.nearline.training.plan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts are angles: a text's vector points where its number says. */
class ScoreSetTest {
    private static final Fields LABELLED = new Labelled("a", "b");
    private static final Fields PAIRED = new Paired("a", "b");
    private static final Fields SCORED = new Scored("a", "b", "c");

    @TempDir private Path folder;

    @Test
    void textsOfOneLabelThatLieTogetherScoreFully() throws Exception {
        assertThat(score(set(LABELLED, "0\tx", "1\tx", "90\ty", "91\ty"))).isEqualTo(1);
    }

    @Test
    void aLaterPlaceCountsLess() throws Exception {
        // The ends find their own label second, the middle ones third.
        double expected = (1 / log2(3) + 1 / log2(4)) / 2;
        assertThat(score(set(LABELLED, "0\tx", "10\ty", "20\tx", "30\ty")))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void aLabelWithOneTextIsNoQuery() throws Exception {
        assertThat(set(LABELLED, "0\tx", "1\tx", "90\ty", "91\ty", "45\tz").contents())
                .isEqualTo("4 texts of 2 labels");
    }

    @Test
    void everyPassageOfAQueryAnswersIt() throws Exception {
        ScoreSet set = set(PAIRED, "0\t1", "0\t2", "90\t91", "90\t-3");
        assertThat(set.contents()).isEqualTo("2 queries, 4 passages");
        // The other answer of the second query is its fourth.
        double found = 1 + 1 / log2(5);
        double best = 1 + 1 / log2(3);
        assertThat(score(set)).isCloseTo((1 + found / best) / 2, within(1e-9));
        assertThat(score(set(PAIRED, "0\t1", "0\t2", "90\t91", "90\t92"))).isEqualTo(1);
    }

    @Test
    void onlyTheNearestOfAllPassagesCounts() throws Exception {
        List<Example> all = examples(PAIRED, "0\t1", "90\t80", "45\t46", "91\t89");
        ScoreSet set =
                ScoreSet.of("any", PAIRED, Measure.FIRST, new Records(all.subList(0, 2), 100, all));
        assertThat(set.contents()).isEqualTo("2 queries, 4 passages");
        // What is nearest to the second query is a passage of another record.
        assertThat(score(set)).isEqualTo(0.5);
    }

    @Test
    void whatElseAnswersAQueryIsRightToo() throws Exception {
        List<Example> all = examples(PAIRED, "0\t1", "90\t80", "90\t89");
        ScoreSet set =
                ScoreSet.of("any", PAIRED, Measure.FIRST, new Records(all.subList(0, 2), 100, all));
        assertThat(score(set)).isEqualTo(1);
    }

    @Test
    void pairsInPeoplesOrderScoreFully() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            lines.add("0\t%d\t%d".formatted(5 * i + 1, 12 - i));
        }
        assertThat(score(set(SCORED, lines.toArray(String[]::new)))).isCloseTo(1, within(1e-9));
    }

    @Test
    void equalRecordsCountOnceAndTheRestIsCapped() throws Exception {
        assertThat(set(PAIRED, "0\t1", "0\t1", "90\t91").contents())
                .isEqualTo("2 queries, 2 passages");
        String[] many = new String[300];
        for (int i = 0; i < many.length; i++) {
            many[i] = "%d\tx%d".formatted(i, i % 2);
        }
        assertThat(set(LABELLED, many).texts()).hasSize(100);
    }

    @Test
    void classesAreDrawnAnewNotTexts() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            lines.add("%d\tx".formatted(i % 2 == 0 ? i : 200 + i));
            lines.add("%d\ty".formatted(90 + i));
        }
        ScoreSet set = set(LABELLED, lines.toArray(String[]::new));
        SetScore score = set.score(vectors(set));
        assertThat(score.items()).isEqualTo(2);
        double one = score.statistic().of(new int[] {0, 0});
        double other = score.statistic().of(new int[] {1, 1});
        assertThat(one).isNotEqualTo(other);
        // One draw in four is of one class alone.
        assertThat(score.interval(new Bootstrap(200)))
                .isEqualTo(new Interval(Math.min(one, other), Math.max(one, other)));
    }

    @Test
    void aScoreAboveItselfIsNothing() throws Exception {
        ScoreSet set = set(PAIRED, "0\t1", "0\t2", "90\t91", "90\t3");
        SetScore score = set.score(vectors(set));
        SetScore difference = score.above(score);
        assertThat(difference.value()).isZero();
        assertThat(difference.interval(new Bootstrap(100)).high()).isZero();
    }

    @Test
    void refusesWhatSaysNothing() {
        assertThatThrownBy(() -> set(LABELLED, "0\tx", "1\tx"))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("held-out part 'any' has 1 labels");
        assertThatThrownBy(() -> set(PAIRED, "0\t1")).hasMessageContaining("1 queries");
        assertThatThrownBy(() -> set(SCORED, "0\t1\t2")).hasMessageContaining("1 scored pairs");
    }

    private ScoreSet set(Fields fields, String... lines) throws IOException {
        List<Example> all = examples(fields, lines);
        return ScoreSet.of("any", fields, Measure.NDCG, new Records(all, 100, all));
    }

    private List<Example> examples(Fields fields, String... lines) throws IOException {
        List<String> file =
                new ArrayList<>(List.of(lines[0].split("\t").length == 3 ? "a\tb\tc" : "a\tb"));
        file.addAll(List.of(lines));
        Path written = Files.write(folder.resolve("set.tsv"), file);
        return Examples.read(new DataPlan(written, fields, Selection.ALL)).all();
    }

    private static double score(ScoreSet set) {
        return set.score(vectors(set)).value();
    }

    private static List<float[]> vectors(ScoreSet set) {
        return set.texts().stream().map(ScoreSetTest::vector).toList();
    }

    private static float[] vector(EmbeddableText text) {
        double angle = Math.toRadians(Double.parseDouble(text.text()));
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
