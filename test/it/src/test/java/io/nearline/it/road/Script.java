package io.nearline.it.road;

import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as its users start it: the script, in a process of its own. */
final class Script {

    private static final long MINUTES = 3;

    private final Path logs;

    /**
     * @param logs where output goes
     */
    Script(Path logs) {
        this.logs = logs;
    }

    /**
     * What a command came to.
     *
     * @param exitCode its exit code
     * @param out its standard output
     * @param err its standard error
     */
    record Result(int exitCode, String out, String err) {}

    /** Runs one command to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        return finish(command(arguments), logs);
    }

    /**
     * Starts a command that goes on until it is stopped.
     *
     * @param output file for what it prints
     */
    Process start(Path output, String... arguments) throws IOException {
        Files.createDirectories(logs);
        return command(arguments).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Artifacts.source("nearline").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The build that runs the tests is the one to run; the script's own mark comes later.
        builder.environment().put("NEARLINE_ASSUME_BUILT", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Runs any command to its end. */
    static Result finish(ProcessBuilder builder, Path logs)
            throws IOException, InterruptedException {
        Files.createDirectories(logs);
        Path out = Files.createTempFile(logs, "nearline-", ".out");
        Path err = Files.createTempFile(logs, "nearline-", ".err");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(builder.command() + " runs for ever; see " + err);
            }
        } finally {
            process.destroyForcibly();
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
