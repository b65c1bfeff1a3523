package io.nearline.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that a test started. Its output goes to a file, and it never outlives the test's JVM.
 *
 * <p>Closing it asks it to stop, then kills it.
 */
public final class JavaProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 10;

    /**
     * Processes that live for minutes would spend them on compiling; the last flag of a kind
     * counts.
     */
    private static final String COMPILE_QUICKLY = "-XX:TieredStopAtLevel=1";

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread reaper;

    private JavaProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.reaper = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /** Describes a JVM to start; {@code mainClass} is looked for on the given class path. */
    public static Launch launch(String name, Collection<Path> classPath, String mainClass) {
        return new Launch(name, classPath, mainClass);
    }

    /** The class path of the running tests, for a JVM that needs the same. */
    public static List<Path> ownClassPath() {
        return List.of(
                        System.getProperty("java.class.path")
                                .split(System.getProperty("path.separator")))
                .stream()
                .map(Path::of)
                .toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Where its standard output and error go. */
    public Path log() {
        return log;
    }

    /** Kills it as {@code kill -9} does and waits until it is gone. */
    public void killHard() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Stops it in its tracks, as {@code kill -STOP} does: it lives and does nothing. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int exitCode =
                    new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (exitCode != 0) {
                requireAlive();
                throw new IllegalStateException("kill -" + signal + " of " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during kill -" + signal, e);
        }
    }

    /** Whether it has ended well. Fails with the end of its output if it has ended otherwise. */
    public boolean hasFinished() {
        if (process.isAlive()) {
            return false;
        }
        if (process.exitValue() != 0) {
            requireAlive();
        }
        return true;
    }

    /** Fails with the end of its output if it is not running any more. */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "%s ended with exit code %d; the end of %s:%n%s"
                            .formatted(name, process.exitValue(), log, endOfLog()));
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!exitsWithin(STOP_SECONDS)) {
            process.destroyForcibly();
            awaitExit();
        }
        removeReaper();
    }

    private void removeReaper() {
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // The test's JVM is going down: the hook runs anyway and finds nothing to do.
            return;
        }
    }

    private void awaitExit() {
        if (!exitsWithin(STOP_SECONDS)) {
            throw new IllegalStateException(name + " does not die, pid " + pid());
        }
    }

    private boolean exitsWithin(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    /** A JVM about to start. */
    public static final class Launch {
        private final String name;
        private final Collection<Path> classPath;
        private final String mainClass;
        private final List<String> flags = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new TreeMap<>();

        private Launch(String name, Collection<Path> classPath, String mainClass) {
            this.name = name;
            this.classPath = classPath;
            this.mainClass = mainClass;
        }

        /** Adds flags of the JVM. */
        public Launch flags(Collection<String> more) {
            flags.addAll(more);
            return this;
        }

        /** Adds arguments of the main class. */
        public Launch arguments(Collection<String> more) {
            arguments.addAll(more);
            return this;
        }

        /** Adds variables to the environment that it inherits. */
        public Launch environment(Map<String, String> more) {
            environment.putAll(more);
            return this;
        }

        /** Starts it; output is appended to {@code logs/<name>.log}. */
        public JavaProcess start(Path logs) {
            Path log = logs.resolve(name + ".log");
            try {
                Files.createDirectories(logs);
                ProcessBuilder builder =
                        new ProcessBuilder(command())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
                builder.environment().putAll(environment);
                return new JavaProcess(name, builder.start(), log);
            } catch (IOException e) {
                throw new UncheckedIOException("could not start " + name, e);
            }
        }

        /** The command line. */
        public List<String> command() {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add(COMPILE_QUICKLY);
            command.addAll(flags);
            command.add("-cp");
            command.add(
                    String.join(
                            System.getProperty("path.separator"),
                            classPath.stream().map(Path::toString).toList()));
            command.add(mainClass);
            command.addAll(arguments);
            return command;
        }
    }
}
