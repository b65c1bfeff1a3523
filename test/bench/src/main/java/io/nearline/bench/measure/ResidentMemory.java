package io.nearline.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this process holds in memory, heap and native, as the kernel counts it. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "VmRSS:";

    private ResidentMemory() {}

    /** Bytes now; -1 where the system does not tell. */
    public static long bytes() {
        if (!Files.isReadable(STATUS)) {
            return -1;
        }
        try {
            return parse(Files.readAllLines(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long parse(List<String> status) {
        for (String line : status) {
            if (line.startsWith(FIELD)) {
                String kilobytes = line.substring(FIELD.length()).replace("kB", "").strip();
                return Long.parseLong(kilobytes) << 10;
            }
        }
        return -1;
    }
}
