package io.nearline.training.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the frozen first layers give for texts, so that it is computed once a text. It lies in a
 * file without a name, which is gone when this is closed or the process ends. What finds no room
 * there is not kept. Used by any thread.
 */
public final class FrozenOutputs implements AutoCloseable {
    private static final String FILE = "frozen-outputs";
    private static final long MOST_BYTES = 8L << 30;

    private final int layers;
    private volatile long most;
    private final FileChannel file;
    private final Map<IntBuffer, Long> places = new ConcurrentHashMap<>();
    private volatile long end;

    private FrozenOutputs(int layers, long most, FileChannel file) {
        this.layers = layers;
        this.most = most;
        this.file = file;
    }

    /**
     * Empty ones; they take half of the room that the disk has, and 8 GB at most.
     *
     * @param layers that are frozen, from the first
     * @param reserved bytes of the disk's room that others need
     */
    public static FrozenOutputs in(Path directory, int layers, long reserved) throws IOException {
        long room = Math.max(0, Files.getFileStore(directory).getUsableSpace() - reserved);
        return atMost(Math.min(MOST_BYTES, room / 2), directory, layers);
    }

    static FrozenOutputs atMost(long most, Path directory, int layers) throws IOException {
        Path path = directory.resolve(FILE);
        Files.deleteIfExists(path);
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        // The file stays until its last handle is closed, however the process ends.
        Files.delete(path);
        return new FrozenOutputs(layers, most, file);
    }

    /** In a file that is open; it is closed with these. */
    static FrozenOutputs of(FileChannel file, int layers) {
        return new FrozenOutputs(layers, MOST_BYTES, file);
    }

    int layers() {
        return layers;
    }

    /** Texts that are kept. */
    int size() {
        return places.size();
    }

    /** Whether something more may be kept. */
    boolean hasRoom() {
        return end < most;
    }

    boolean has(int[] text) {
        return places.containsKey(IntBuffer.wrap(text));
    }

    /**
     * What was kept of a text.
     *
     * @param numbers as many as there should be
     */
    Optional<float[]> find(int[] text, int numbers) {
        Long place = places.get(IntBuffer.wrap(text));
        if (place == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = bytes(numbers);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, place + bytes.position()) < 0) {
                    throw new EOFException(FILE);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FloatBuffer floats = bytes.flip().asFloatBuffer();
        float[] found = new float[numbers];
        floats.get(found);
        return Optional.of(found);
    }

    /**
     * Keeps it, if there is room. Where the disk turns out to be full, nothing more is kept: what
     * is not found is computed.
     */
    synchronized void keep(int[] text, float[] outputs) {
        ByteBuffer bytes = bytes(outputs.length);
        if (has(text)) {
            return;
        }
        if (end + bytes.capacity() > most) {
            most = end;
            return;
        }
        bytes.asFloatBuffer().put(outputs);
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes, end + bytes.position());
            }
        } catch (IOException e) {
            most = end;
            return;
        }
        places.put(IntBuffer.wrap(text), end);
        end += bytes.capacity();
    }

    private static ByteBuffer bytes(int numbers) {
        return ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
