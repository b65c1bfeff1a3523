package io.nearline.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A job on an embedded Flink in a JVM of its own. Started again with the same checkpoint directory
 * it goes on from the newest complete checkpoint there.
 */
public final class JobProcess implements AutoCloseable {
    private static final String STREAMING = "io.nearline.pipeline.StreamingJob";
    private static final String BACKFILL = "io.nearline.pipeline.BackfillJob";

    private final JavaProcess process;
    private final Path checkpoints;
    private final Optional<Path> resumedFrom;

    private JobProcess(JavaProcess process, Path checkpoints, Optional<Path> resumedFrom) {
        this.process = process;
        this.checkpoints = checkpoints;
        this.resumedFrom = resumedFrom;
    }

    /**
     * Starts the streaming job.
     *
     * @param name of the log file
     * @param checkpoints where checkpoints go and where the newest one is looked for
     */
    public static JobProcess start(
            String name, Path checkpoints, Map<String, String> settings, Path logs) {
        return start(STREAMING, name, checkpoints, settings, logs);
    }

    /** Starts a backfill; otherwise as {@link #start}. */
    public static JobProcess startBackfill(
            String name, Path checkpoints, Map<String, String> settings, Path logs) {
        return start(BACKFILL, name, checkpoints, settings, logs);
    }

    private static JobProcess start(
            String main, String name, Path checkpoints, Map<String, String> settings, Path logs) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("execution.checkpointing.dir", checkpoints.toUri().toString());
        Optional<Path> newest = newestIn(checkpoints);
        newest.ifPresent(path -> all.put("execution.state-recovery.path", path.toUri().toString()));
        List<String> arguments = new ArrayList<>();
        all.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        JavaProcess process =
                JavaProcess.launch(name, JavaProcess.ownClassPath(), main)
                        .flags(List.of("-Xmx768m", "-XX:+UseSerialGC"))
                        .flags(DeploymentManifest.read().javaFlags())
                        .flags(List.of(ProcessLogging.flag()))
                        .arguments(arguments)
                        .start(logs);
        return new JobProcess(process, checkpoints, newest);
    }

    /** The checkpoint that it went on from, or empty if it began at the beginning. */
    public Optional<Path> resumedFrom() {
        return resumedFrom;
    }

    /** Whether it has completed a checkpoint of its own. */
    public boolean hasCheckpointed() {
        return !newestIn(checkpoints).equals(resumedFrom);
    }

    /** Returns the newest complete checkpoint of any life of the job. */
    private static Optional<Path> newestIn(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        // <checkpoints>/<job>/chk-<n>/_metadata; the file appears when the checkpoint is complete.
        try (Stream<Path> files =
                Files.find(checkpoints, 3, (path, file) -> path.endsWith("_metadata"))) {
            return files.max(Comparator.comparing(JobProcess::modified)).map(Path::getParent);
        } catch (IOException e) {
            throw new UncheckedIOException("could not look through " + checkpoints, e);
        }
    }

    /** The newest complete checkpoint, of this life or an earlier one. */
    public Optional<Path> newestCheckpoint() {
        return newestIn(checkpoints);
    }

    /** Whether the job has ended by itself. Fails with the end of its log if it failed. */
    public boolean hasFinished() {
        return process.hasFinished();
    }

    /** Fails with the end of the job's log if it has ended. */
    public void requireAlive() {
        process.requireAlive();
    }

    /** Kills the job as {@code kill -9} does. */
    public void killHard() {
        process.killHard();
    }

    @Override
    public void close() {
        process.close();
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }
}
