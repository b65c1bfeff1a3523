package io.nearline.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.DataPlan.Single;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Selection;
import io.nearline.training.plan.TaskObjective;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDataTest {
    private static final Fields LABELLED = new Labelled("text", "label");
    private static final Fields PAIRED = new Paired("query", "passage");
    private static final Fields SCORED = new Scored("first", "second", "score");

    @TempDir private Path folder;

    @Test
    void partnersShareALabelAndReadOtherwise() throws Exception {
        TaskData data =
                read(
                        LABELLED,
                        labelled("a1", "a"),
                        labelled("a1", "a"),
                        labelled("a2", "a"),
                        labelled("b1", "b"),
                        labelled("b2", "b"));
        Batch batch = new Batches(List.of(data), 50, 1).next();
        for (int i = 0; i < batch.size(); i++) {
            int[] left = batch.left().get(i);
            int[] right = batch.right().get(i);
            assertThat(left[0]).isEqualTo(right[0]);
            assertThat(left).isNotEqualTo(right);
        }
    }

    @Test
    void aLabelWithOneTextIsLeftOutAndCounted() throws Exception {
        TaskData data =
                read(
                        LABELLED,
                        labelled("a1", "a"),
                        labelled("a2", "a"),
                        labelled("b1", "b"),
                        labelled("b2", "b"),
                        labelled("c", "c"),
                        labelled("d", "d"),
                        labelled("d", "d"));
        assertThat(data.summary().records()).isEqualTo(7);
        assertThat(data.summary().used()).isEqualTo(4);
        assertThat(data.summary().labels()).isEqualTo(2);
    }

    @Test
    void everyRecordComesOnceBeforeAnyComesAgain() throws Exception {
        TaskData data =
                read(
                        LABELLED,
                        labelled("a1", "a"),
                        labelled("a2", "a"),
                        labelled("b1", "b"),
                        labelled("b2", "b"));
        Batches batches = new Batches(List.of(data), 4, 1);
        for (int i = 0; i < 5; i++) {
            Set<String> texts = new HashSet<>();
            batches.next().left().forEach(ids -> texts.add(List.of(ids[0], ids[1]).toString()));
            assertThat(texts).hasSize(4);
        }
    }

    @Test
    void mixingLetsLargeTasksComeOftenerButNotAsOftenAsTheyAreLarge() throws Exception {
        TaskData small = letters("small", 25);
        TaskData large = letters("large", 400);
        Batches batches = new Batches(List.of(small, large), 1, 0.5, 1);
        int ofLarge = 0;
        for (int i = 0; i < 2000; i++) {
            ofLarge += batches.next().task().equals("large") ? 1 : 0;
        }
        // Sizes are 1 to 16, their roots 1 to 4.
        assertThat(ofLarge / 2000.0).isBetween(0.76, 0.84);
    }

    @Test
    void aTaskBesideTheOthersHasRecordsInEachStepAndNoBatchOfItsOwn() throws Exception {
        List<TaskData> own = List.of(letters("small", 25), letters("large", 40));
        List<TaskData> all = new ArrayList<>(own);
        all.add(letters("held", 30, 7));
        Batches alone = new Batches(own, 4, 1);
        Batches beside = new Batches(all, 4, 1);
        for (int i = 0; i < 20; i++) {
            assertThat(beside.next()).hasToString(alone.next().toString());
            assertThat(beside.nextBeside())
                    .singleElement()
                    .satisfies(
                            batch -> {
                                assertThat(batch.task()).isEqualTo("held");
                                assertThat(batch.size()).isEqualTo(7);
                            });
            assertThat(alone.nextBeside()).isEmpty();
        }
        assertThat(Batches.shares(all, 0)).containsEntry("held", 0.0).containsEntry("small", 0.5);
    }

    @Test
    void tasksThatAllStandBesideOthersMakeNoBatches() throws Exception {
        List<TaskData> beside = List.of(letters("held", 30, 7));
        assertThatThrownBy(() -> new Batches(beside, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every task stands beside others");
    }

    private TaskData letters(String name, int pairs) throws IOException {
        return letters(name, pairs, 0);
    }

    private TaskData letters(String name, int pairs, int beside) throws IOException {
        return letters(name, pairs, beside, 0);
    }

    private TaskData letters(String name, int pairs, int beside, int negatives) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            lines.add(pair("q" + i, "p" + i));
        }
        Path file = Files.write(folder.resolve(name + ".jsonl"), lines);
        return TaskData.read(
                new TaskPlan(
                        name,
                        new DataPlan(file, PAIRED, Selection.ALL),
                        List.of(),
                        new TaskObjective(Loss.INFONCE, 0.05, 0),
                        1,
                        beside,
                        Optional.empty(),
                        negatives),
                TaskDataTest::letters,
                5);
    }

    @Test
    void recordsOfABatchAreOfOneGroupWhileThereAreEnough() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            // 11 records of one group, 10 of another, 6 of the last.
            String group = i < 11 ? "a" : i < 21 ? "b" : "c";
            lines.add(
                    "{\"query\": \"%s%c\", \"passage\": \"p%c\", \"topic\": \"%s\"}"
                            .formatted(group, '0' + i, '0' + i, group));
        }
        Path file = Files.write(folder.resolve("grouped.jsonl"), lines);
        TaskPlan plan =
                new TaskPlan(
                        "grouped",
                        new DataPlan(file, PAIRED, Selection.ALL),
                        List.of(),
                        new TaskObjective(Loss.INFONCE, 0.05, 0),
                        1,
                        0,
                        Optional.of("topic"),
                        0);
        Batches batches = new Batches(List.of(TaskData.read(plan, TaskDataTest::letters, 5)), 4, 1);
        Map<Integer, Integer> seen = new HashMap<>();
        int ofOneGroup = 0;
        for (int i = 0; i < 27; i++) {
            List<int[]> queries = batches.next().left();
            queries.forEach(query -> seen.merge(query[1], 1, Integer::sum));
            ofOneGroup +=
                    queries.stream().mapToInt(query -> query[0]).distinct().count() == 1 ? 1 : 0;
        }
        // Of each time through the records 2 + 2 + 1 batches are whole; 7 records are left over.
        assertThat(ofOneGroup).isBetween(20, 23);
        assertThat(seen).hasSize(27);
        assertThat(seen.values()).containsOnly(4);
    }

    @Test
    void aPairBringsItsHardNegatives() throws Exception {
        TaskData data = letters("hard", 6, 0, 2);
        List<Integer> lines = new ArrayList<>();
        data.setNearest(Collections.nCopies(6, new int[] {1, 3, 4}));
        Batches batches = new Batches(List.of(data), 4, 5);
        for (int i = 0; i < 40; i++) {
            Batch batch = batches.next();
            assertThat(batch.negatives()).hasSize(2 * batch.size());
            for (int pair = 0; pair < batch.size(); pair++) {
                List<String> two = texts(batch.negatives().subList(2 * pair, 2 * pair + 2));
                assertThat(two).doesNotHaveDuplicates().isSubsetOf("p1", "p3", "p4");
                two.forEach(text -> lines.add(text.charAt(1) - '0'));
            }
        }
        assertThat(lines).contains(1, 3, 4);
    }

    @Test
    void aPairBringsAsManyAsThereAre() throws Exception {
        TaskData data = letters("hard", 6, 0, 2);
        data.setNearest(Collections.nCopies(6, new int[] {1}));
        assertThat(new Batches(List.of(data), 4, 5).next().negatives()).hasSize(4);
        data.setNearest(Collections.nCopies(6, new int[0]));
        assertThat(new Batches(List.of(data), 4, 5).next().negatives()).isEmpty();
    }

    @Test
    void withoutHardNegativesTheSamePairsAreDrawn() throws Exception {
        Batches wanted = new Batches(List.of(letters("hard", 40, 0, 2)), 4, 5);
        Batches none = new Batches(List.of(letters("hard", 40, 0, 0)), 4, 5);
        for (int i = 0; i < 20; i++) {
            assertThat(wanted.next().toString()).isEqualTo(none.next().toString());
        }
    }

    private static List<String> texts(List<int[]> letters) {
        return letters.stream().map(text -> new String(text, 0, text.length)).toList();
    }

    @Test
    void sharesAreThoseOfTheBatches() throws Exception {
        List<TaskData> tasks = List.of(letters("small", 25), letters("large", 400));
        assertThat(Batches.shares(tasks, 0)).containsEntry("small", 0.5);
        assertThat(Batches.shares(tasks, 0.5))
                .containsEntry("small", 0.2)
                .containsEntry("large", 0.8);
    }

    @Test
    void equalLabelsAndDuplicatesAreNoNegatives() {
        int[] one = {1};
        int[] two = {2};
        int[] three = {3};
        int[] four = {4};
        Batch batch =
                new Batch(
                        "any",
                        List.of(
                                Pair.of(one, two, 1),
                                Pair.of(three, two, 2),
                                Pair.of(four, one, 3),
                                Pair.of(three, four, 4)));
        assertThat(batch.isKnownPositive(0, 0)).isFalse();
        assertThat(batch.isKnownPositive(0, 1)).as("the same right text").isTrue();
        assertThat(batch.isKnownPositive(0, 2)).as("the left text itself").isTrue();
        assertThat(batch.isKnownPositive(2, 0)).as("an unrelated text").isFalse();
        assertThat(batch.isKnownPositive(1, 3)).as("the same left text").isTrue();
        assertThat(batch.isKnownPositive(0, 3)).as("an unrelated text").isFalse();
        Batch labelled =
                new Batch(
                        "any",
                        List.of(new Pair(one, two, 5, 1, 1), new Pair(three, four, 5, 1, 2)));
        assertThat(labelled.isKnownPositive(0, 1)).as("the same label").isTrue();
    }

    @Test
    void textsAreCutBeforeTheLastToken() throws Exception {
        TaskData data = read(PAIRED, pair("abcdefgh", "12345678"), pair("xy", "abcdefghz"));
        Batch batch = new Batches(List.of(data), 2, 1).next();
        assertThat(batch.left()).contains(new int[] {'a', 'b', 'c', 'd', 'h'});
        assertThat(data.summary().cut()).isEqualTo(0.75);
        assertThat(data.summary().tokens()).isEqualTo((5 + 5 + 2 + 5) / 4.0);
    }

    @Test
    void refusesRecordsByLineWithoutTheirText() {
        assertThatThrownBy(() -> read(LABELLED, labelled("a1", "a"), "{\"text\": \"secret\"}"))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("task.jsonl:2: field 'label' is missing or empty")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> read(LABELLED, labelled("a1", "a"), labelled(" ", "a")))
                .hasMessageContaining("task.jsonl:2: field 'text' is missing or empty");
        assertThatThrownBy(() -> read(LABELLED, "{\"text\": \"secret"))
                .hasMessageContaining("task.jsonl:1: no JSON at column")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesWhatLeavesNothingToTellApart() {
        assertThatThrownBy(() -> read(LABELLED, labelled("a1", "a"), labelled("a2", "a")))
                .hasMessageContaining("has 1 labels with two different texts or more");
        assertThatThrownBy(() -> read(PAIRED, pair("q", "one"), pair("q", "two")))
                .hasMessageContaining("has fewer than two different pairs");
        assertThatThrownBy(() -> read(PAIRED)).hasMessageContaining("fewer than two");
    }

    @Test
    void scoredPairsHaveTheirScores() throws Exception {
        TaskData data = read(SCORED, scored("a", "b", "4.5"), scored("c", "d", "-1"));
        Batch batch = new Batches(List.of(data), 2, 1).next();
        double[] scores = batch.scores();
        assertThat(scores[batch.left().get(0)[0] == 'a' ? 0 : 1]).isEqualTo(4.5);
        assertThat(scores).containsExactlyInAnyOrder(4.5, -1);
    }

    @Test
    void refusesScoresByLine() throws Exception {
        assertThatThrownBy(() -> read(SCORED, scored("a", "b", "1"), scored("c", "d", "\"two\"")))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("task.jsonl:2: field 'score' is no number of");
        assertThatThrownBy(() -> read(SCORED, scored("a", "b", "1"), scored("c", "d", "1")))
                .hasMessageContaining("has fewer than two different scores");
        Path file =
                Files.write(
                        folder.resolve("task.jsonl"),
                        List.of(scored("a", "b", "0"), scored("c", "d", "1.5")));
        assertThatThrownBy(() -> read(file, SCORED, Loss.BCE))
                .hasMessageContaining("task.jsonl:2: field 'score' is no number of 0.0 to 1.0");
    }

    @Test
    void aTextAloneIsItsOwnPartner() throws Exception {
        Path file = Files.write(folder.resolve("task.jsonl"), List.of("{\"text\": \"ab\"}"));
        Batch batch = new Batches(List.of(read(file, new Single("text"), Loss.MSE)), 1, 1).next();
        assertThat(batch.left().get(0)).isEqualTo(batch.right().get(0));
    }

    private TaskData read(Fields fields, String... records) throws IOException {
        Path file = Files.write(folder.resolve("task.jsonl"), List.of(records));
        return read(file, fields, fields instanceof Scored ? Loss.COSENT : Loss.INFONCE);
    }

    private static TaskData read(Path file, Fields fields, Loss loss) throws IOException {
        TaskObjective objective = new TaskObjective(loss, 1, 0);
        return TaskData.read(
                new TaskPlan("any", file, fields, objective, 1), TaskDataTest::letters, 5);
    }

    private static int[] letters(EmbeddableText text) {
        return text.text().chars().toArray();
    }

    private static String labelled(String text, String label) {
        return "{\"text\": \"%s\", \"label\": \"%s\"}".formatted(text, label);
    }

    private static String scored(String first, String second, String score) {
        return "{\"first\": \"%s\", \"second\": \"%s\", \"score\": %s}"
                .formatted(first, second, score);
    }

    private static String pair(String query, String passage) {
        return "{\"query\": \"%s\", \"passage\": \"%s\"}".formatted(query, passage);
    }
}
