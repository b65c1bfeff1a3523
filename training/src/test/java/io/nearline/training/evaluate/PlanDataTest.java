package io.nearline.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.data.TaskData;
import io.nearline.training.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanDataTest {
    private static final String PLAN =
            """
            base: base
            learn: {layers: 1}
            schedule: {steps: 1}
            tasks:
              interest:
                file: posts.tsv
                text: text
                label: label
                heldout: {unseen: {by: label, share: 0.3}}
              search:
                file: pairs.tsv
                query: text
                passage: body
            zeroshot:
              others: {file: others.tsv, text: text, label: label}
            """;

    @TempDir private Path folder;
    private final Set<String> tokenized = new HashSet<>();

    @BeforeEach
    void write() throws Exception {
        List<String> posts = new ArrayList<>(List.of("label\ttext"));
        List<String> pairs = new ArrayList<>(List.of("text\tbody"));
        List<String> others = new ArrayList<>(List.of("label\ttext"));
        for (int i = 0; i < 200; i++) {
            posts.add("l%d\tpost %d".formatted(i % 10, i));
            pairs.add("Post  %d\tbody %d".formatted(i, i));
            others.add("o%d\tbody %d".formatted(i % 2, i * 20));
        }
        Files.write(folder.resolve("posts.tsv"), posts);
        Files.write(folder.resolve("pairs.tsv"), pairs);
        Files.write(folder.resolve("others.tsv"), others);
    }

    @Test
    void noTaskLearnsFromATextThatIsHeldOutSomewhere() throws Exception {
        PlanData data = read();
        Set<String> scored = new HashSet<>();
        for (TaskSet part : data.test()) {
            part.set().texts().forEach(text -> scored.add(key(text)));
        }
        for (TaskSet part : data.dev()) {
            part.set().texts().forEach(text -> scored.add(key(text)));
        }
        data.zeroShot().forEach(set -> set.texts().forEach(text -> scored.add(key(text))));
        assertThat(scored).hasSizeGreaterThan(200);
        assertThat(tokenized).isNotEmpty().doesNotContainAnyElementsOf(scored);
    }

    @Test
    void whatIsLeftOutIsCounted() throws Exception {
        TaskData.Summary search = read().tasks().get(1).summary();
        assertThat(search.records()).isEqualTo(200);
        assertThat(search.keptOut()).isGreaterThan(20);
        assertThat(search.used() + search.keptOut()).isEqualTo(200);
    }

    @Test
    void theShareOfUnknownTokensIsStated() throws Exception {
        assertThat(read().tasks().get(1).summary().unknown()).isEqualTo(0.5);
    }

    @Test
    void noTaskLearnsFromACopyOfWhatIsHeldOut() throws Exception {
        int keptOut = read().tasks().get(1).summary().keptOut();
        String fewer =
                PLAN.replace(
                        "others.tsv, text: text, label: label",
                        "others.tsv, text: text, label: label, distinct: 5");
        PlanData data = read(fewer);
        assertThat(data.zeroShot().get(0).texts()).hasSizeLessThan(20);
        assertThat(data.tasks().get(1).summary().keptOut()).isEqualTo(keptOut);
    }

    @Test
    void copiesAreCounted() throws Exception {
        PlanData data = read(PLAN.replace("passage: body", "passage: body\n    distinct: 5"));
        TaskData.Summary search = data.tasks().get(1).summary();
        assertThat(search.copies()).isGreaterThan(100);
        assertThat(search.used() + search.copies() + search.keptOut()).isEqualTo(200);
    }

    @Test
    void whatIsCopiedIsLearnedFromOnce() throws Exception {
        TaskData.Summary before = read().tasks().get(0).summary();
        List<String> posts = new ArrayList<>(Files.readAllLines(folder.resolve("posts.tsv")));
        posts.addAll(posts.subList(1, 11));
        Files.write(folder.resolve("posts.tsv"), posts);
        String distinct =
                PLAN.replace(
                        "label: label\n    heldout", "label: label\n    distinct: 30\n    heldout");
        TaskData.Summary once = read(distinct).tasks().get(0).summary();
        assertThat(once.copies()).as("one of each label").isEqualTo(10);
        assertThat(once.used()).isEqualTo(before.used());
        assertThat(once.keptOut()).isEqualTo(before.keptOut());
    }

    private PlanData read() throws IOException {
        return read(PLAN);
    }

    private PlanData read(String text) throws IOException {
        Path plan = Files.writeString(folder.resolve("plan.yaml"), text);
        return PlanData.read(PlanFile.read(plan), new TaskData.Tokens(this::tokens, 7, 10));
    }

    /** Half of the tokens are unknown ones. */
    private int[] tokens(EmbeddableText text) {
        tokenized.add(key(text));
        return new int[] {7, 100 + text.text().hashCode()};
    }

    private static String key(EmbeddableText text) {
        return text.text().toLowerCase(Locale.ROOT).replaceAll(" +", " ");
    }
}
