package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive's start script, with a Java that does nothing but print its arguments. */
class StartScriptTest {

    @TempDir Path directory;

    private record Result(int exitCode, String said) {}

    @BeforeEach
    void unpack() throws IOException {
        Path script = Files.createDirectories(directory.resolve("home/bin")).resolve("nearline");
        Files.copy(Artifacts.source("dist/src/main/bin/nearline"), script);
        executable(script);
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(
                java,
                """
                #!/usr/bin/env bash
                if [[ $1 == -version ]]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
                echo "$@"
                """);
        executable(java);
    }

    @Test
    void saysThatNoClassesWereWrittenWhereTheJvmEndsWell() throws Exception {
        Result result = run("warm-up");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.said())
                .contains("-XX:ArchiveClassesAtExit=" + classes())
                .contains("nearline: the JVM did not write " + classes());
    }

    @Test
    void explainsWarmUpWithoutWriting() throws Exception {
        Result result = run("warm-up", "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.said()).doesNotContain("ArchiveClassesAtExit");
    }

    @Test
    void mapsTheClassesThatWereWritten() throws Exception {
        Files.createFile(classes());

        assertThat(run("tail", "posts").said()).contains("-XX:SharedArchiveFile=" + classes());
    }

    private Path classes() {
        return directory.resolve("home/nearline.jsa");
    }

    private Result run(String command, String... more) throws Exception {
        List<String> call = new ArrayList<>();
        call.add(directory.resolve("home/bin/nearline").toString());
        call.add(command);
        call.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(call).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().remove("NEARLINE_JAVA_OPTS");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
