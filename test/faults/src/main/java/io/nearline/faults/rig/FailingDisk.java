package io.nearline.faults.rig;

import io.nearline.testcluster.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes system calls of a process fail that was started with libfiu before them. */
public final class FailingDisk {
    private FailingDisk() {}

    /** How the names of the pipes begin by which the processes are told. */
    static Path control(Path directory) {
        return directory.resolve("fiu-ctrl");
    }

    /** With which a process is started whose calls shall fail; libfiu must be there. */
    public static Map<String, String> environment(Path directory) {
        return Site.FAILING_DISK.brokerEnvironment(directory);
    }

    /** From now on fsync and its kin fail there. */
    public static void failSyncs(Path directory, JavaProcess process) {
        List<String> command =
                List.of(
                        "fiu-ctrl",
                        "-c",
                        "enable name=posix/io/sync/*",
                        "-f",
                        control(directory).toString(),
                        Long.toString(process.pid()));
        try {
            int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("fiu-ctrl ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not run fiu-ctrl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
