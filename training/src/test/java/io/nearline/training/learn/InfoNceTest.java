package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.data.Batch;
import io.nearline.training.data.Batches;
import io.nearline.training.data.TaskData;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.Selection;
import io.nearline.training.plan.TaskObjective;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the formula, written out. */
class InfoNceTest {
    private static final double TEMPERATURE = 0.5;
    private static final float[][] LEFT = {{1, 0}, {0.6f, 0.8f}, {0, 1}};
    private static final float[][] RIGHT = {{0.8f, 0.6f}, {0, 1}, {-1, 0}};

    @TempDir private Path folder;

    @Test
    void isTheMeanOverBothDirections() throws Exception {
        assertThat(loss(batch("a x", "b y", "c z")))
                .isCloseTo(expected((left, right) -> false), within(1e-5));
    }

    @Test
    void duplicatesAreNoNegatives() throws Exception {
        Batch batch = batch("a x", "b x", "c z");
        assertThat(loss(batch))
                .isCloseTo(expected(batch::isKnownPositive), within(1e-5))
                .isLessThan(expected((left, right) -> false));
    }

    @Test
    void hardNegativesAreCandidatesOfLeftTextsAlone() throws Exception {
        // Each pair brings the text of the third record, which is no negative of that record.
        TaskData data = data(1, "a x", "b y", "c z");
        data.setNearest(Collections.nCopies(3, new int[] {2}));
        Batch batch = new Batches(List.of(data), 3, 1).next();
        int third = batch.toString().replaceAll("[^0-9]", "").indexOf('3');
        double expected = expected((left, right) -> false);
        for (int i = 0; i < 3; i++) {
            double row = 0;
            for (int j = 0; j < 3; j++) {
                row += Math.exp(score(i, j));
            }
            double more = i == third ? 0 : 3 * Math.exp(score(i, third));
            expected += (Math.log(row + more) - Math.log(row)) / 6;
        }
        float[][] candidates = Arrays.copyOf(RIGHT, 6);
        Arrays.fill(candidates, 3, 6, RIGHT[third]);
        assertThat(loss(batch, candidates)).isCloseTo(expected, within(1e-5));
    }

    private static double loss(Batch batch) {
        return loss(batch, RIGHT);
    }

    private static double loss(Batch batch, float[][] candidates) {
        try (Scope step = Scope.open(1)) {
            return InfoNce.loss(
                            step,
                            vectors(step, LEFT),
                            vectors(step, candidates),
                            batch,
                            TEMPERATURE)
                    .toFloats()[0];
        }
    }

    private static Tensor vectors(Scope step, float[][] rows) {
        float[] all = new float[rows.length * 2];
        for (int i = 0; i < all.length; i++) {
            all[i] = rows[i / 2][i % 2];
        }
        return step.floats(all, rows.length, 2);
    }

    private static double expected(BiPredicate<Integer, Integer> isExcluded) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double row = 0;
            double column = 0;
            for (int j = 0; j < 3; j++) {
                row += isExcluded.test(i, j) ? 0 : Math.exp(score(i, j));
                column += isExcluded.test(j, i) ? 0 : Math.exp(score(j, i));
            }
            sum += Math.log(row) + Math.log(column) - 2 * score(i, i);
        }
        return sum / 6;
    }

    private static double score(int left, int right) {
        return (LEFT[left][0] * RIGHT[right][0] + LEFT[left][1] * RIGHT[right][1]) / TEMPERATURE;
    }

    /** In whatever order it was drawn. */
    private Batch batch(String... pairs) throws IOException {
        return new Batches(List.of(data(0, pairs)), pairs.length, 1).next();
    }

    private TaskData data(int negatives, String... pairs) throws IOException {
        List<String> lines =
                Arrays.stream(pairs)
                        .map(pair -> pair.split(" "))
                        .map(pair -> "{\"q\": \"%s\", \"p\": \"%s\"}".formatted(pair[0], pair[1]))
                        .toList();
        Path file = Files.write(folder.resolve("pairs.jsonl"), lines);
        TaskPlan plan =
                new TaskPlan(
                        "any",
                        new DataPlan(file, new Paired("q", "p"), Selection.ALL),
                        List.of(),
                        new TaskObjective(Loss.INFONCE, TEMPERATURE, 0),
                        1,
                        0,
                        Optional.empty(),
                        negatives);
        return TaskData.read(plan, InfoNceTest::letters, 9);
    }

    private static int[] letters(EmbeddableText text) {
        return text.text().chars().toArray();
    }
}
