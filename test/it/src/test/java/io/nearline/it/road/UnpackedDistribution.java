package io.nearline.it.road;

import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The distribution as somebody has it who has neither the sources nor the build's repository. */
final class UnpackedDistribution {

    private final Path work;
    private final Path home;
    private final Path loaded;

    private UnpackedDistribution(Path work, Path home) {
        this.work = work;
        this.home = home;
        this.loaded = work.resolve("classes.log");
    }

    /** Unpacks it below {@code work}, in a directory with spaces in its name. */
    static UnpackedDistribution in(Path work) throws IOException, InterruptedException {
        Path parent = Files.createDirectories(work.resolve("a path with spaces"));
        Process tar =
                new ProcessBuilder("tar", "-xzf", archive().toString(), "-C", parent.toString())
                        .inheritIO()
                        .start();
        if (tar.waitFor() != 0) {
            throw new IllegalStateException("tar ended with " + tar.exitValue());
        }
        try (Stream<Path> children = Files.list(parent)) {
            return new UnpackedDistribution(work, children.findFirst().orElseThrow());
        }
    }

    private static Path archive() throws IOException {
        try (Stream<Path> built = Files.list(Artifacts.source("dist/target"))) {
            return built.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A file or directory of it. */
    Path resolve(String path) {
        return home.resolve(path);
    }

    /** Starts a command that goes on until it is stopped. */
    Process start(Path out, Path err, String... arguments) throws IOException {
        return command(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** Runs a command to its end. */
    Script.Result run(String... arguments) throws IOException, InterruptedException {
        return Script.finish(command(arguments), work);
    }

    /** With nothing of this JVM's environment but the way to a Java. */
    private ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/nearline").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", work.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("NEARLINE_DATA", work.resolve("data").toString());
        builder.environment()
                .put("NEARLINE_JAVA_OPTS", "-Xmx1g -Xlog:class+load:file=" + loaded + ":none");
        return builder;
    }

    /** Classes of the last command that came out of files, each with the file's address. */
    List<String> loadedFromFiles() throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(line -> line.contains("source: file:")).toList();
        }
    }

    /** Classes of the last command that came out of the file that warm-up had written. */
    List<String> mapped() throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.filter(line -> line.endsWith("source: shared objects file (top)"))
                    .toList();
        }
    }
}
