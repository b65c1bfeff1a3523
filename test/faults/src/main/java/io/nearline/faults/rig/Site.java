package io.nearline.faults.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a deployment is put up on. Faults of one site share a cluster. */
public enum Site {
    /** At-least-once, as the manifest has it. */
    STANDARD,

    /** Updates become visible when a checkpoint is complete. */
    EXACTLY_ONCE,

    /** Exactly-once, with transactions that the broker rolls back after some seconds. */
    SHORT_TRANSACTIONS,

    /** The task managers believe a clock that can be set (libfaketime). */
    FAKED_CLOCK,

    /** Checkpoints go to a file system of a few megabytes (a tmpfs of our own). */
    SMALL_DISK,

    /** The broker's disk can be told to fail (libfiu). */
    FAILING_DISK;

    /** The one for programs with threads. */
    private static final String FAKETIME = "libfaketimeMT.so.1";

    private static final String FIU = "fiu_posix_preload.so";

    private static final List<Path> LIBRARIES =
            List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"));

    /** Why this machine cannot have it; empty if it can. */
    public Optional<String> missing() {
        return switch (this) {
            case STANDARD, EXACTLY_ONCE, SHORT_TRANSACTIONS -> Optional.empty();
            case FAKED_CLOCK ->
                    library(FAKETIME).isPresent()
                            ? Optional.empty()
                            : Optional.of("needs Debian's libfaketime");
            case SMALL_DISK ->
                    SmallDisk.isPermitted()
                            ? Optional.empty()
                            : Optional.of("needs the right to mount a tmpfs");
            case FAILING_DISK ->
                    library(FIU).isPresent()
                            ? Optional.empty()
                            : Optional.of("needs Debian's fiu-utils");
        };
    }

    /** Whether updates are committed with checkpoints. */
    public boolean isExactlyOnce() {
        return this == EXACTLY_ONCE || this == SHORT_TRANSACTIONS;
    }

    Map<String, String> taskManagerEnvironment(Path directory) {
        if (this != FAKED_CLOCK) {
            return Map.of();
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", library(FAKETIME).orElseThrow().toString());
        environment.put("FAKETIME_TIMESTAMP_FILE", FakedClock.file(directory).toString());
        // Looking at the file each time costs 0.2 ms; a jump is seen within a second.
        environment.put("FAKETIME_CACHE_DURATION", "1");
        // Time-outs inside the JVM follow the monotonic clock, which no machine ever sets. Without
        // the second line each of them would be over at once.
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        return environment;
    }

    Map<String, String> brokerEnvironment(Path directory) {
        if (this != FAILING_DISK) {
            return Map.of();
        }
        Path calls = library(FIU).orElseThrow();
        return Map.of(
                "LD_PRELOAD",
                calls.resolveSibling("fiu_run_preload.so") + " " + calls,
                "FIU_CTRL_FIFO",
                FailingDisk.control(directory).toString());
    }

    private static Optional<Path> library(String name) {
        return LIBRARIES.stream()
                .filter(Files::isDirectory)
                .flatMap(d -> find(d, name))
                .findFirst();
    }

    private static Stream<Path> find(Path directory, String name) {
        try (Stream<Path> found = Files.find(directory, 4, (path, file) -> path.endsWith(name))) {
            return found.toList().stream();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Stream.empty();
        }
    }
}
