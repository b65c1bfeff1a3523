package io.nearline.faults.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The clock of the task managers, where libfaketime stands between them and the machine's. */
public final class FakedClock {
    private final Path file;

    FakedClock(Path directory) {
        file = file(directory);
        set("+0");
    }

    static Path file(Path directory) {
        return directory.resolve("faketime");
    }

    /**
     * Sets it.
     *
     * @param offset from the machine's clock, as libfaketime writes it: {@code +1h}, {@code -1h}
     */
    public void set(String offset) {
        try {
            Files.writeString(file, offset + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }
}
