package io.nearline.pipeline.doctor;

import java.util.List;
import org.rocksdb.RocksDB;

/** Looks at the Java that runs, its memory, and the state backend's native library. */
public final class MachineCheck {

    /** What the embedded job, the broker and two models of 100 MB need with some air. */
    private static final long HEAP_NEEDED_MIB = 1024;

    private static final int JAVA_NEEDED = 17;
    private static final long MIB = 1024 * 1024;

    private MachineCheck() {}

    /** One finding each. */
    public static List<Finding> findings() {
        return List.of(java(), memory(), rocksDb());
    }

    private static Finding java() {
        String found = Runtime.version() + " at " + System.getProperty("java.home");
        return Runtime.version().feature() >= JAVA_NEEDED
                ? Finding.ok("Java", found)
                : Finding.failed("Java", found, "use Java 17 or newer, see JAVA_HOME");
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory() / MIB;
        String found =
                heap
                        + " MiB of heap at most, "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors";
        return heap >= HEAP_NEEDED_MIB
                ? Finding.ok("memory", found)
                : Finding.failed("memory", found, "set NEARLINE_JAVA_OPTS=-Xmx2g");
    }

    private static Finding rocksDb() {
        try {
            RocksDB.loadLibrary();
            return Finding.ok("RocksDB", "its native library loads");
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            return Finding.failed(
                    "RocksDB",
                    "its native library does not load: " + e.getMessage(),
                    "use 64-bit Linux or macOS with a writable, executable java.io.tmpdir");
        }
    }
}
