package io.nearline.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TaskPlan.Fields;
import io.nearline.training.plan.TaskPlan.Labelled;
import io.nearline.training.plan.TaskPlan.Paired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDataTest {
    private static final Fields LABELLED = new Labelled("text", "label");
    private static final Fields PAIRED = new Paired("query", "passage");

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
    void equalLabelsAndDuplicatesAreNoNegatives() {
        int[] one = {1};
        int[] two = {2};
        int[] three = {3};
        int[] four = {4};
        Batch batch =
                new Batch(
                        "any",
                        List.of(
                                new Pair(one, two, Pair.UNLABELLED, 1),
                                new Pair(three, two, Pair.UNLABELLED, 2),
                                new Pair(four, one, Pair.UNLABELLED, 3),
                                new Pair(three, four, Pair.UNLABELLED, 4)));
        assertThat(batch.isKnownPositive(0, 0)).isFalse();
        assertThat(batch.isKnownPositive(0, 1)).as("the same right text").isTrue();
        assertThat(batch.isKnownPositive(0, 2)).as("the left text itself").isTrue();
        assertThat(batch.isKnownPositive(2, 0)).as("an unrelated text").isFalse();
        assertThat(batch.isKnownPositive(1, 3)).as("the same left text").isTrue();
        assertThat(batch.isKnownPositive(0, 3)).as("an unrelated text").isFalse();
        Batch labelled =
                new Batch("any", List.of(new Pair(one, two, 5, 1), new Pair(three, four, 5, 2)));
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

    private TaskData read(Fields fields, String... records) throws IOException {
        Path file = Files.write(folder.resolve("task.jsonl"), List.of(records));
        return TaskData.read(new TaskPlan("any", file, fields, 1), TaskDataTest::letters, 5);
    }

    private static int[] letters(EmbeddableText text) {
        return text.text().chars().toArray();
    }

    private static String labelled(String text, String label) {
        return "{\"text\": \"%s\", \"label\": \"%s\"}".formatted(text, label);
    }

    private static String pair(String query, String passage) {
        return "{\"query\": \"%s\", \"passage\": \"%s\"}".formatted(query, passage);
    }
}
