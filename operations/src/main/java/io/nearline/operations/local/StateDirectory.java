package io.nearline.operations.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where a job of this process keeps its checkpoints from one run to the next. Belongs to one
 * process at a time: two jobs that went on from the same checkpoint would remove each other's
 * files.
 */
public final class StateDirectory implements AutoCloseable {

    private final Path checkpoints;
    private final FileChannel lock;

    private StateDirectory(Path checkpoints, FileChannel lock) {
        this.checkpoints = checkpoints;
        this.lock = lock;
    }

    /**
     * Opens the directory, which is made if it is not there.
     *
     * @throws IOException if it cannot be written, or another process has it open
     */
    public static StateDirectory open(Path directory) throws IOException {
        Path checkpoints = directory.toAbsolutePath().normalize().resolve("checkpoints");
        Files.createDirectories(checkpoints);
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new IOException(
                    directory
                            + " belongs to another running job: stop that one, or use another"
                            + " directory");
        }
        return new StateDirectory(checkpoints, channel);
    }

    /** Where checkpoints go, each in {@code <job>/chk-<n>}. */
    public Path checkpoints() {
        return checkpoints;
    }

    /** The newest complete checkpoint of any run; empty if there is none. */
    public Optional<Path> newestCheckpoint() throws IOException {
        return RetainedCheckpoints.newestIn(checkpoints);
    }

    /** Lets others have the directory. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false; // Another job of this very process.
        }
    }
}
