package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NegativesCommandTest {
    private static final String POSTS =
            "{file: posts.jsonl, text: body, label: about, negatives: 2}";

    private final AuthorRun author = new AuthorRun();

    @TempDir private Path folder;

    @Test
    void trainSaysThatItLooksForThem() throws Exception {
        TinyBase.writeTo(folder);
        Path plan = TinyBase.plan(folder, POSTS, List.of());
        Path run = folder.resolve("run");
        assertThat(author.run("train", plan, "--out", run)).as(author.err()).isZero();
        assertThat(author.out())
                .containsPattern("task +any: .* labels, 2 hard negatives a pair; ")
                .containsPattern("negatives +any: looks for the nearest of \\d+ texts to each");
    }

    @Test
    void aFinishedRunLooksForNone() throws Exception {
        TinyBase.writeTo(folder);
        Path plan = TinyBase.plan(folder, POSTS, List.of());
        Path run = folder.resolve("run");
        assertThat(author.run("train", plan, "--out", run)).as(author.err()).isZero();
        String before = author.out();
        assertThat(author.run("train", plan, "--out", run)).as(author.err()).isZero();
        assertThat(author.out().substring(before.length())).doesNotContain("looks for");
    }

    @Test
    void moreTextsThanAMatrixHoldsAreRefused() throws Exception {
        TinyBase.writeTo(folder);
        String many = POSTS.replace("negatives: 2", "negatives: 16");
        Path plan = TinyBase.plan(folder, many, List.of());
        Files.writeString(plan, Files.readString(plan).replace("batch: 12", "batch: 500"));
        assertThat(author.run("check", plan)).isOne();
        assertThat(author.err())
                .contains(
                        "schedule.batch is 500 and tasks.any.negatives 16, together more than 8192"
                                + " texts: lower one");
    }
}
