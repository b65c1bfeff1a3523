package io.nearline.operators.bundles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a directory of fetched bundles small: removes what killed processes left half-fetched, and
 * bundles that nobody has asked for in a long time. When a bundle was last asked for is the time of
 * its directory. Any number of processes may share the directory: a lock file there makes looking
 * and removing, and asking, one step each.
 */
final class BundleCache {

    /** Longer than any fetch: a killed process left it. */
    static final Duration ABANDONED = Duration.ofDays(1);

    /** A job asks for its bundles at each start; most jobs start more often. */
    static final Duration UNUSED = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(BundleCache.class);

    private static final Pattern BUNDLE = Pattern.compile("[^.].*-[0-9a-f]{64}");
    private static final List<String> DRAFTS = List.of(".arriving-", ".altered-", ".leaving-");
    private static final String LOCK = ".lock";

    /** Locks of files are between processes; this one is between the threads of this process. */
    private static final Object THREADS = new Object();

    private final Path directory;
    private final Clock clock;

    BundleCache(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Notes that a bundle is asked for now, so that it is kept.
     *
     * @return whether it is there
     */
    boolean touch(Path bundle) throws IOException {
        return locked(
                () -> {
                    try {
                        Files.setLastModifiedTime(bundle, FileTime.from(clock.instant()));
                        return true;
                    } catch (NoSuchFileException absent) {
                        return false;
                    }
                });
    }

    /** Removes what nobody needs. What cannot be removed stays, and is told. */
    void sweep() {
        try (Stream<Path> found = Files.list(directory)) {
            for (Path path : found.filter(Files::isDirectory).toList()) {
                remove(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} could not be tidied up", directory, e);
        }
    }

    private void remove(Path path) throws IOException {
        Path leaving = directory.resolve(".leaving-" + UUID.randomUUID());
        boolean moved =
                locked(
                        () -> {
                            try {
                                if (!isDisposable(path)) {
                                    return false;
                                }
                                Files.move(path, leaving, StandardCopyOption.ATOMIC_MOVE);
                                return true;
                            } catch (NoSuchFileException gone) {
                                // Whoever fetched it has moved or removed it meanwhile.
                                return false;
                            }
                        });
        if (moved) {
            FileUtils.deleteDirectory(leaving.toFile());
            LOG.info("Removed {}: nobody has used it lately", path);
        }
    }

    private boolean isDisposable(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (DRAFTS.stream().anyMatch(name::startsWith)) {
            return isOlder(newestTime(path), ABANDONED);
        }
        return BUNDLE.matcher(name).matches()
                && isOlder(Files.getLastModifiedTime(path).toInstant(), UNUSED);
    }

    private boolean isOlder(Instant time, Duration age) {
        return Duration.between(time, clock.instant()).compareTo(age) > 0;
    }

    /** The time at which anything was written to it last. */
    private static Instant newestTime(Path path) throws IOException {
        Instant newest = Files.getLastModifiedTime(path).toInstant();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                newest = written.isAfter(newest) ? written : newest;
            }
        }
        return newest;
    }

    private boolean locked(Step step) throws IOException {
        synchronized (THREADS) {
            try (FileChannel file =
                            FileChannel.open(
                                    directory.resolve(LOCK),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                return held.isValid() && step.run();
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        boolean run() throws IOException;
    }
}
