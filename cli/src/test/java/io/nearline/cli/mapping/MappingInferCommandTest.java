package io.nearline.cli.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.cli.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingInferCommandTest {

    private static final String ROWS =
            """
            id,version,gone,text
            1,1,false,"Rain, and then snow"
            2,1,false,Plane tree across the line
            1,2,true,
            """;

    @TempDir private Path directory;

    @Test
    void aProposalIsWhatCheckTakes() throws Exception {
        Path sample = Files.writeString(directory.resolve("records.csv"), ROWS);
        Path mapping = directory.resolve("posts.yaml");

        CommandLineRun infer = infer(sample, "--out=" + mapping);

        assertThat(infer.exitCode()).isZero();
        assertThat(infer.err()).containsExactly("of 3 records 3 become posts by it");
        assertThat(
                        CommandLineRun.of(
                                        "mapping",
                                        "check",
                                        mapping.toString(),
                                        "--sample=" + sample)
                                .out())
                .contains("records that became posts: 3 (update 2, delete 1)");
    }

    @Test
    void aProposalGoesToStandardOutput() throws Exception {
        CommandLineRun infer = infer(Files.writeString(directory.resolve("records.csv"), ROWS));

        assertThat(infer.out())
                .contains("id: id", "revision: version", "kind: {delete_when_true: gone}");
    }

    @Test
    void whatASampleDoesNotShowIsToldAndNothingIsWritten() throws Exception {
        Path sample = Files.writeString(directory.resolve("records.jsonl"), "{\"flag\":true}\n");
        Path mapping = directory.resolve("posts.yaml");

        CommandLineRun infer = infer(sample, "--out=" + mapping);

        assertThat(infer.exitCode()).isEqualTo(1);
        assertThat(String.join("\n", infer.err()))
                .contains("no whole mapping can be proposed")
                .contains("write id: PATH")
                .endsWith("paths of the sample are flag");
        assertThat(mapping).doesNotExist();
    }

    @Test
    void aFileThatExistsIsNotWrittenOver() throws Exception {
        Path sample = Files.writeString(directory.resolve("records.csv"), ROWS);
        Path mapping = Files.writeString(directory.resolve("posts.yaml"), "mine");

        assertThat(infer(sample, "--out=" + mapping).exitCode()).isEqualTo(1);
        assertThat(mapping).hasContent("mine");
    }

    private static CommandLineRun infer(Path sample, String... more) {
        return CommandLineRun.of(
                Stream.concat(Stream.of("mapping", "infer", "--sample=" + sample), Stream.of(more))
                        .toArray(String[]::new));
    }
}
