package io.nearline.cli.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.cli.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingCheckCommandTest {

    @TempDir private Path directory;
    private Path mapping;
    private Path sample;

    @BeforeEach
    void writeFiles() throws Exception {
        mapping = directory.resolve("posts.yaml");
        Files.writeString(mapping, "id: id\nrevision: v\nbody: text\nlang: lang\n");
        sample = directory.resolve("records.jsonl");
    }

    @Test
    void aSampleThatFitsIsShownWithWhatTheMappingCosts() throws Exception {
        Files.writeString(
                sample,
                """
                {"id":7,"v":3,"text":"rain","at":3}
                {"id":8,"v":1,"text":"x","at":1}
                """);
        Files.writeString(
                mapping,
                "event_time: {path: at, unit: epoch-seconds}\n",
                StandardOpenOption.APPEND);

        CommandLineRun run = check();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().get(0))
                .startsWith("{\"postId\":\"7\",\"revision\":3,\"kind\":\"UPDATE\"")
                .contains("\"body\":\"rain\"");
        assertThat(run.out().subList(3, run.out().size()))
                .containsExactly(
                        "records that became posts: 2 (update 2)",
                        "event times: 1970-01-01T00:00:01Z to 1970-01-01T00:00:03Z",
                        "records refused: 0",
                        "posts without a field that the mapping names:",
                        "  lang: 2",
                        "promises that the mapping weakens:",
                        "  - kind is left out: every record is an update, no record deletes a"
                                + " post.");
    }

    @Test
    void recordsThatAreRefusedAreCountedByReasonAndFailTheCheck() throws Exception {
        Files.writeString(
                sample,
                """
                {"id":7,"v":3,"text":"secret"}
                {"id":8,"v":"secret","text":"x"}
                {"v":1}
                {"id":8,"v":"other","text":"x"}
                """);

        CommandLineRun run = check();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsSubsequence(
                        "records that became posts: 1 (update 1)",
                        "records refused: 3",
                        "  2, the first on line 2: revision: path v must lead to a whole number or"
                                + " its digits, found text",
                        "  1, the first on line 3: id: path id leads to nothing");
    }

    @Test
    void anEmptySampleProvesNothing() throws Exception {
        Files.writeString(sample, "\n");

        assertThat(check().exitCode()).isEqualTo(1);
    }

    @Test
    void aMappingThatIsWrongIsToldWithItsLine() throws Exception {
        Files.writeString(sample, "");
        Files.writeString(mapping, "id: id\nrevision: v\nboddy: text\n");

        CommandLineRun run = check();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("posts.yaml:1: the mapping has");
        assertThat(CommandLineRun.of("mapping", "check", "nowhere.yaml", "--sample=x").err())
                .containsExactly("nearline: cannot read the mapping nowhere.yaml");
    }

    private CommandLineRun check() {
        return CommandLineRun.of("mapping", "check", mapping.toString(), "--sample=" + sample);
    }
}
