package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import io.nearline.training.plan.PlanSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a file to a plan that {@code check} takes. */
class InitCommandTest {
    private final AuthorRun author = new AuthorRun();

    @TempDir private Path folder;
    private Path plan;

    @BeforeEach
    void write() throws Exception {
        TinyBase.writeTo(folder);
        plan = folder.resolve("made.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "posts.jsonl | body: 120 filled, | taken for the text | about: 120 filled, 4"
                        + " different; taken for the label | task +about: 120 records",
                "pairs.jsonl | title: 120 | taken for the query | body: 120 | task +pairs: 120",
                "scored.jsonl | one: 120 | taken for the first | close: 120 | task +alike: 120",
            })
    void whatItWritesPassesCheck(String file, String field, String role, String other, String task)
            throws Exception {
        assertThat(init(file)).as(author.err()).isZero();
        assertThat(author.out()).contains(field, role, other).contains("next      ./nearline");
        assertThat(Files.readString(plan)).contains("heldout:", "share: 0.3, dev: 0.5}", "every: ");
        assertThat(new PlanSchema().problems(PlanSchema.tree(Files.readString(plan)))).isEmpty();
        assertThat(run("check", plan)).as(author.err()).isZero();
        assertThat(author.out()).containsPattern(task).contains("dev       ", "held out  ");
        assertThat(author.err()).isEmpty();
    }

    @Test
    void recordsWithoutAFieldAreLeftOutAndNamesAreQuoted() throws Exception {
        StringBuilder cells = new StringBuilder("id\tsome text: all\ttopic\n");
        for (int i = 0; i < 60; i++) {
            cells.append("i%d\tstorm and rain %d\t%s\n".formatted(i, i, i % 2 == 0 ? "a" : "b"));
            cells.append("j%d\tcat and dog %d\t\n".formatted(i, i));
        }
        Path file = folder.resolve("it's.tsv.gz");
        try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(file))) {
            bytes.write(cells.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(init(file.getFileName().toString())).as(author.err()).isZero();
        assertThat(Files.readString(plan))
                .contains("where: {topic: \"*\"}", "text: 'some text: all'", "it''s.tsv.gz'");
        assertThat(run("check", plan)).as(author.err()).isZero();
        assertThat(author.out()).containsPattern("topic: 120 records, \\d\\d used");
    }

    @Test
    void fewRecordsAreAllLearnedFrom() throws Exception {
        Files.writeString(
                folder.resolve("few.tsv"),
                """
                text\ttopic
                storm and rain\ta
                rain and river\ta
                cat and dog\tb
                a good dog\tb
                """);
        assertThat(init("few.tsv")).as(author.err()).isZero();
        assertThat(author.out()).contains("held out  nothing: the records are too few");
        assertThat(Files.readString(plan)).doesNotContain("heldout", "\nscores");
        assertThat(run("check", plan)).as(author.err()).isZero();
    }

    @Test
    void aPlanThatExistsStays() throws Exception {
        Files.writeString(plan, "mine");
        assertThat(init("posts.jsonl")).isOne();
        assertThat(author.err()).contains("made.yaml exists: give another name, or remove it");
        assertThat(Files.readString(plan)).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | has no record: give JSON lines, or cells with tabs between them",
                "id,text | :1: no JSON at column",
                "{\"id\": \"x1\", \"likes\": 3} | has no field that reads like a text, two words or"
                        + " more a record: it has id, likes",
                "{} | its records have no fields",
                "{\"text\": \"the storm\", \"topic\": \"a\"} | has no field that reads like a text",
            })
    void saysWhatIsWrongWithAFile(String content, String message) throws Exception {
        Files.writeString(folder.resolve("bad.jsonl"), content);
        assertThat(init("bad.jsonl")).isOne();
        assertThat(author.err()).contains("bad.jsonl").contains(message);
        assertThat(plan).doesNotExist();
    }

    @Test
    void saysThatAFileIsNotThereOrNotCompressed() throws Exception {
        assertThat(init("none.jsonl")).isOne();
        assertThat(author.err()).contains("none.jsonl does not exist");
        Files.writeString(folder.resolve("plain.jsonl.gz"), "{}");
        assertThat(init("plain.jsonl.gz")).isOne();
        assertThat(author.err()).contains("plain.jsonl.gz ends in .gz and is not compressed so");
        assertThat(plan).doesNotExist();
    }

    @Test
    void aBaseThatIsNoneIsRefused() throws Exception {
        assertThat(
                        run(
                                "init",
                                plan,
                                "--base",
                                folder.resolve("exported"),
                                "--data",
                                folder.resolve("posts.jsonl")))
                .isOne();
        assertThat(author.err()).contains("exported");
        assertThat(plan).doesNotExist();
    }

    private int init(String file) throws IOException {
        return run("init", plan, "--base", folder.resolve("base"), "--data", folder.resolve(file));
    }

    private int run(Object... arguments) {
        return author.run(arguments);
    }
}
