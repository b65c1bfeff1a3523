package io.nearline.embedding.onnx;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that ONNX Runtime unpacks its libraries into. It asks the JVM to delete it at exit,
 * but before the libraries in it, so that an empty directory stays behind with each process.
 */
public final class UnpackedRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(UnpackedRuntime.class);

    private static final String OWNER = "ai.onnxruntime.OnnxRuntime";
    private static final String DIRECTORY = "tempDirectory";

    private UnpackedRuntime() {}

    /**
     * Deletes it when this process ends. For a process of its own only: in a task manager the hook
     * would keep the class loader of the job.
     */
    public static void removeAtExit() {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> directory().ifPresent(UnpackedRuntime::remove),
                                "nearline-remove-unpacked"));
    }

    /** This process's own; empty if ONNX Runtime was not loaded, or no longer says. */
    static Optional<Path> directory() {
        try {
            Field directory = Class.forName(OWNER).getDeclaredField(DIRECTORY);
            directory.setAccessible(true);
            return Optional.ofNullable((Path) directory.get(null));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError untold) {
            LOG.debug("ONNX Runtime does not say where it unpacks to: {}", untold.toString());
            return Optional.empty();
        }
    }

    /** Where files in use cannot be deleted it stays as it is. */
    static void remove(Path directory) {
        try (Stream<Path> found = Files.list(directory)) {
            for (Path library : found.toList()) {
                Files.delete(library);
            }
            Files.delete(directory);
        } catch (IOException e) {
            LOG.debug("{} stays behind: {}", directory, e.toString());
        }
    }
}
