package io.nearline.training.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nearline.training.TinyBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own that gets a signal while the ONNX Runtime is at work. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StoppedCommandTest {

    private static final int EXIT_OF_CTRL_C = 130;
    private static final int EXIT_OF_KILL = 143;

    /** Ctrl-C is signal 2, the second bit of a mask. */
    private static final int INTERRUPT = 1 << 1;

    @TempDir private Path folder;
    private Path plan;

    @BeforeEach
    void planOnABaseThatTakesSecondsToCompare() throws IOException {
        assumeThat(Path.of("/proc/self/maps")).as("libraries of a process").exists();
        TinyBase.writeTo(folder);
        plan = TinyBase.plan(folder, "false", "steps: 4", "batch: 4");
        Path base = Path.of("..", "packaging", "target", "bundles", "all-minilm-l6-v2");
        Files.writeString(
                plan,
                Files.readString(plan)
                        .replaceFirst("(?m)^base:.*$", "base: " + base.toAbsolutePath()));
    }

    /** What a shell starts in the background ignores Ctrl-C, and so do the processes it starts. */
    @Test
    void endsCleanlyByCtrlCWhileATrainingIsPrepared() throws Exception {
        assumeThat(ignored() & INTERRUPT).as("Ctrl-C is ignored here").isZero();
        Process process = start("train", "--out=" + folder.resolve("run"));

        signalOnceTheRuntimeIsLoaded(process, "-INT");

        assertThat(process.waitFor()).as(err()).isEqualTo(EXIT_OF_CTRL_C);
        assertThat(err()).contains("nearline: stopped");
        assertThat(folder.resolve("run")).doesNotExist();
        assertThat(crashes()).isEmpty();
    }

    @Test
    void endsCleanlyByAKillWhileAPlanIsChecked() throws Exception {
        Process process = start("check");

        signalOnceTheRuntimeIsLoaded(process, "-TERM");

        assertThat(process.waitFor()).as(err()).isEqualTo(EXIT_OF_KILL);
        assertThat(err()).contains("nearline: stopped");
        assertThat(crashes()).isEmpty();
    }

    /** The comparison with the base's vectors is next, and takes a second or more. */
    private void signalOnceTheRuntimeIsLoaded(Process process, String signal) throws Exception {
        Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)
                && !Files.readString(maps).contains("libonnxruntime4j")) {
            assertThat(err()).isEmpty();
        }
        int sent =
                new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(sent).as(err()).isZero();
    }

    private static long ignored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16))
                .findFirst()
                .orElseThrow();
    }

    private Process start(String command, String... options) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx700m", "-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash"));
        line.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.add(AuthorCommand.class.getName());
        line.addAll(List.of(command, plan.toString(), "--threads=1"));
        line.addAll(List.of(options));
        return new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private List<Path> crashes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("hs_err"))
                    .toList();
        }
    }
}
