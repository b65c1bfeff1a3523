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
    void aStudentLooksForThemWithTheWholeBase() throws Exception {
        TinyBase.writeTo(folder);
        TinyBase.writeThreeLayersTo(folder);
        Path plan = TinyBase.plan(folder, POSTS, List.of("student: {layers: [1]}"));
        Path base = folder.resolve("plan.yaml");
        Files.writeString(base, Files.readString(plan).replace("base: base", "base: teacher"));
        assertThat(author.run("train", base, "--out", folder.resolve("run")))
                .as(author.err())
                .isZero();
    }
}
