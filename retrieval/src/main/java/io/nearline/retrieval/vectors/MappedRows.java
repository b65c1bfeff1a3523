package io.nearline.retrieval.vectors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Vectors in a mapped file that nobody else sees: its name is gone as soon as it is mapped, and its
 * space when the page is no longer reachable.
 */
final class MappedRows implements Rows {

    private static final int ZEROS = 1 << 16;

    private final FloatBuffer rows;
    private final int dimensions;

    /**
     * @throws IOException if there is no room for all of the page. Taken here, because a mapped
     *     file that turns out to have none while it is written brings the process down
     */
    MappedRows(Path directory, int slots, int dimensions) throws IOException {
        this.dimensions = dimensions;
        long bytes = (long) slots * dimensions * Float.BYTES;
        Path file = Files.createTempFile(directory, "rows-", ".tmp");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
            for (long written = 0; written < bytes; ) {
                zeros.clear().limit((int) Math.min(ZEROS, bytes - written));
                written += channel.write(zeros);
            }
            rows =
                    channel.map(MapMode.READ_WRITE, 0, bytes)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void put(int slot, float[] vector) {
        rows.put(slot * dimensions, vector);
    }

    @Override
    public float[] get(int slot, float[] scratch) {
        rows.get(slot * dimensions, scratch);
        return scratch;
    }
}
