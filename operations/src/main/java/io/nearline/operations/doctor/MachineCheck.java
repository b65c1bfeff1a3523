package io.nearline.operations.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at the Java that runs, and at the memory, processors and disk it may use. In a container
 * these are the container's, as far as the JVM can see them.
 */
public final class MachineCheck {

    private static final int JAVA_NEEDED = 17;

    /** The job, a broker, and two models of 100 MB with some air. */
    private static final long HEAP_NEEDED_MIB = 512;

    /** The heap, and beside it models, tokenizers and RocksDB, which live outside of it. */
    private static final long MEMORY_NEEDED_MIB = 2048;

    /** Half a million vectors of 1.5 KiB, in the state and in its checkpoint, and some air. */
    private static final long DISK_NEEDED_MIB = 2048;

    private static final long MIB = 1024 * 1024;

    private MachineCheck() {}

    /**
     * One finding each.
     *
     * @param stateDirectory where the job is to keep its state; need not exist yet
     */
    public static List<Finding> findings(Path stateDirectory) {
        return List.of(java(), memory(), heap(), processors(), disk(stateDirectory));
    }

    private static Finding java() {
        String found = Runtime.version() + " at " + System.getProperty("java.home");
        return Runtime.version().feature() >= JAVA_NEEDED
                ? Finding.ok("Java", found)
                : Finding.failed("Java", found, "point JAVA_HOME to Java 17 or newer");
    }

    private static Finding memory() {
        long found =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                                .getTotalMemorySize()
                        / MIB;
        return atLeast(
                "memory",
                found,
                MEMORY_NEEDED_MIB,
                "give the machine or container more, or it may be killed");
    }

    private static Finding heap() {
        long found = Runtime.getRuntime().maxMemory() / MIB;
        return atLeast(
                "Java heap", found, HEAP_NEEDED_MIB, "set NEARLINE_JAVA_OPTS=-Xmx1g, or more");
    }

    private static Finding processors() {
        int found = Runtime.getRuntime().availableProcessors();
        return Finding.ok("processors", found + ", each embeds one text at a time");
    }

    private static Finding disk(Path stateDirectory) {
        Path existing = stateDirectory.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        String subject = "disk of " + stateDirectory;
        String remedy = "make room, or keep the state elsewhere with --state";
        try {
            if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
                return Finding.failed(subject, "cannot be written", remedy);
            }
            long free = Files.getFileStore(existing).getUsableSpace() / MIB;
            return atLeast(subject, free, DISK_NEEDED_MIB, remedy);
        } catch (IOException e) {
            return Finding.failed(subject, "does not say how much is free", remedy);
        }
    }

    private static Finding atLeast(String subject, long found, long needed, String remedy) {
        String detail = found + " MiB, needed are " + needed + " MiB";
        return found >= needed
                ? Finding.ok(subject, detail)
                : Finding.failed(subject, detail, remedy);
    }
}
