package io.nearline.training.learn;

import io.nearline.training.tensor.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run writes into its directory, in bytes. A file is written beside the one that it
 * replaces.
 *
 * @param checkpoint weights that learn, and two moments of each
 * @param kept the weights to keep
 * @param model the graph, and that of each tower
 */
public record DiskNeed(long checkpoint, long kept, long model) {

    /** Of a plan that is prepared. */
    public static DiskNeed of(Preparation prepared) {
        long learned = bytes(prepared.encoders().learning());
        int graphs = 1 + prepared.encoders().towers().size();
        // A checkpoint is written beside the one that it replaces.
        return new DiskNeed(
                2 * 3 * learned, learned, graphs * bytes(prepared.encoder().parameters()));
    }

    private static long bytes(List<Parameter> parameters) {
        return parameters.stream().mapToLong(Parameter::size).sum() * Float.BYTES;
    }

    long all() {
        return checkpoint + kept + model;
    }

    /**
     * Why there is too little room and what to do, if there is.
     *
     * @param directory of the run
     * @param free bytes on its disk, and what a run that stands there has of it
     */
    public Optional<String> lacking(Path directory, long free) {
        if (all() <= free) {
            return Optional.empty();
        }
        return Optional.of(
                "%s has room for %s, and the run writes about %s there (checkpoints %s, weights to keep %s, model %s): free that, or give another directory"
                        .formatted(
                                directory,
                                MemoryNeed.text(free),
                                MemoryNeed.text(all()),
                                MemoryNeed.text(checkpoint),
                                MemoryNeed.text(kept),
                                MemoryNeed.text(model)));
    }

    /**
     * What a run may take.
     *
     * @param directory of the run, which need not be there yet
     */
    public static long room(Path directory) throws IOException {
        Path at = directory.toAbsolutePath().normalize();
        while (at != null && !Files.exists(at)) {
            at = at.getParent();
        }
        long free = at == null ? 0 : Files.getFileStore(at).getUsableSpace();
        return room(free, directory);
    }

    static long room(long free, Path directory) throws IOException {
        return free + new RunDirectory(directory).size();
    }
}
