package io.nearline.training.learn;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that is free.
 *
 * @param process bytes that this process may still take, of the machine or of its container
 * @param heap bytes that the JVM's heap may still take; they are among those of the process
 * @param largestHeap bytes that the heap may have in all
 */
public record MemoryRoom(long process, long heap, long largestHeap) {
    private static final Pattern KILOBYTES = Pattern.compile("(?m)^(\\w+):\\s+(\\d+) kB$");

    /** What is free now. */
    public static MemoryRoom now() throws IOException {
        OperatingSystemMXBean machine =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        // The container's limit, if there is one. What others have of it is not known.
        long limit = machine.getTotalMemorySize() - bytes(Path.of("/proc/self/status"), "VmRSS", 0);
        Runtime jvm = Runtime.getRuntime();
        // Garbage is room too.
        System.gc();
        long used = jvm.totalMemory() - jvm.freeMemory();
        long available = bytes(Path.of("/proc/meminfo"), "MemAvailable", limit);
        return new MemoryRoom(
                // The heap's free part is the process's already.
                Math.min(limit, available) + jvm.freeMemory(),
                jvm.maxMemory() - used,
                jvm.maxMemory());
    }

    private static long bytes(Path file, String name, long otherwise) throws IOException {
        if (Files.isReadable(file)) {
            Matcher line = KILOBYTES.matcher(Files.readString(file));
            while (line.find()) {
                if (line.group(1).equals(name)) {
                    return Long.parseLong(line.group(2)) << 10;
                }
            }
        }
        return otherwise;
    }
}
