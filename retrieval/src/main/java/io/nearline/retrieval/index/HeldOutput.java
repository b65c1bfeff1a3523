package io.nearline.retrieval.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which vector of each update an index on disk holds: a file beside the index, and none where it is
 * the main one. Vectors of two outputs in one index would be compared with each other.
 */
public final class HeldOutput {

    private static final String FILE = "output";

    private HeldOutput() {}

    /**
     * Notes it for a new index; passes if an index that is there holds the same.
     *
     * @param output name of the output; empty for the main vector
     * @throws IndexUnusableException if it holds another
     */
    public static void require(Path index, Optional<String> output) throws IOException {
        Path file = index.resolve(FILE);
        if (!Files.exists(index.resolve(LuceneStore.UPDATES))) {
            if (output.isPresent()) {
                Files.createDirectories(index);
                Files.writeString(file, output.get());
            } else {
                Files.deleteIfExists(file);
            }
            return;
        }
        Optional<String> held =
                Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        if (!held.equals(output)) {
            throw IndexUnusableException.otherOutput(index, held, output);
        }
    }
}
