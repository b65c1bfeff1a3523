package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.TinyBase;
import io.nearline.training.data.Batches;
import io.nearline.training.data.TaskData;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.plan.TaskObjective;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts on a quarter of a circle, by their degrees. */
class HardNegativesTest {
    @TempDir private Path folder;

    @Test
    void areTheNearestRightTextsThatAreFartherThanTheRecordsOwn() throws Exception {
        TaskData pairs = pairs("a", "b", "c", "d", "e");
        List<int[]> found = of(pairs, circle(0, 0, 0, 0, 0), circle(30, 10, 80, 50, 31));
        // 10 degrees are nearer than its own 30, and 31 are as near as that: they may answer too.
        assertThat(found.get(0)).containsExactly(3, 2);
        assertThat(found.get(1)).containsExactly(0, 4, 3, 2);
        assertThat(found.get(2)).isEmpty();
    }

    @Test
    void areNoTextsOfTheSameQuery() throws Exception {
        List<int[]> found = of(pairs("a", "a", "b"), circle(0, 0, 0), circle(5, 40, 60));
        assertThat(found.get(0)).containsExactly(2);
    }

    @Test
    void areDifferentTexts() throws Exception {
        TaskData pairs =
                read(
                        new Paired("q", "p"),
                        record("a", "own"),
                        record("b", "same"),
                        record("c", "same"),
                        record("d", "other"));
        List<int[]> found = of(pairs, circle(0, 0, 0, 0), circle(0, 30, 30, 40));
        assertThat(found.get(0)).containsExactly(1, 3);
    }

    /** Of which the queries have a prefix. */
    @Test
    void areNoPassagesThatSayWhatTheQuerySays() throws Exception {
        Path file =
                Files.write(
                        folder.resolve("alike.jsonl"),
                        List.of(record("one", "two"), record("two", "three"), record("x", "one")));
        TaskPlan plan =
                new TaskPlan(
                        "any",
                        file,
                        new Paired("q", "p"),
                        new TaskObjective(Loss.INFONCE, 1, 0),
                        1);
        TaskData pairs =
                TaskData.read(
                        plan,
                        text ->
                                (text.role() == Role.QUERY ? "find " + text.text() : text.text())
                                        .chars()
                                        .toArray(),
                        99);
        List<int[]> found = of(pairs, circle(0, 0, 0), circle(10, 60, 50));
        assertThat(found.get(0)).containsExactly(1);
        assertThat(found.get(1)).isEmpty();
    }

    @Test
    void areFoundForATaskThatStandsBesideOthers() throws Exception {
        TinyBase.writeTo(folder);
        Path plan =
                TinyBase.plan(
                        folder,
                        "{file: posts.jsonl, text: body, label: about}\n"
                                + "  held: {file: pairs.jsonl, query: title, passage: body,"
                                + " beside: 4, negatives: 1}",
                        List.of());
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            HardNegatives.mine(prepared);
            Batches batches = new Batches(prepared.tasks(), 12, 1);
            batches.next();
            assertThat(batches.nextBeside().get(0).negatives()).isNotEmpty();
        }
    }

    @Test
    void areOfAnotherLabelHoweverNear() throws Exception {
        TaskData posts =
                read(
                        new Labelled("q", "p"),
                        record("one", "x"),
                        record("two", "x"),
                        record("three", "y"),
                        record("four", "y"));
        List<float[]> texts = circle(0, 1, 2, 90);
        // Records of a label stand beside each other, in the order of the labels.
        assertThat(of(posts, texts, texts).get(1)).containsExactly(2, 3);
    }

    @Test
    void areTwentyAtMost() throws Exception {
        String[] names = new String[700];
        Arrays.setAll(names, i -> Integer.toString(i));
        double[] degrees = new double[700];
        Arrays.setAll(degrees, i -> (i * 37 % 700) / 8.0);
        List<int[]> found = of(pairs(names), circle(new double[700]), circle(degrees));
        int[] nearest = found.get(0);
        assertThat(nearest).hasSize(HardNegatives.NEAREST);
        double[] sorted = degrees.clone();
        Arrays.sort(sorted);
        double bound = Math.toDegrees(Math.acos(0.95));
        double[] expected =
                Arrays.stream(sorted)
                        .filter(degree -> degree > bound)
                        .limit(HardNegatives.NEAREST)
                        .toArray();
        assertThat(Arrays.stream(nearest).mapToDouble(i -> degrees[i]).toArray())
                .isEqualTo(expected);
    }

    private static List<int[]> of(TaskData task, List<float[]> left, List<float[]> right) {
        try (Scope scope = Scope.open(1)) {
            return HardNegatives.of(scope, task, left, right);
        }
    }

    private static List<float[]> circle(double... degrees) {
        List<float[]> vectors = new ArrayList<>();
        for (double degree : degrees) {
            double angle = Math.toRadians(degree);
            vectors.add(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
        }
        return vectors;
    }

    private TaskData pairs(String... queries) throws IOException {
        String[] records = new String[queries.length];
        Arrays.setAll(records, i -> record(queries[i], "passage " + i));
        return read(new Paired("q", "p"), records);
    }

    private static String record(String query, String other) {
        return "{\"q\": \"%s\", \"p\": \"%s\"}".formatted(query, other);
    }

    private TaskData read(Fields fields, String... records) throws IOException {
        Path file = Files.write(folder.resolve("records.jsonl"), List.of(records));
        TaskPlan plan = new TaskPlan("any", file, fields, new TaskObjective(Loss.INFONCE, 1, 0), 1);
        return TaskData.read(plan, HardNegativesTest::letters, 99);
    }

    private static int[] letters(EmbeddableText text) {
        return text.text().chars().toArray();
    }
}
