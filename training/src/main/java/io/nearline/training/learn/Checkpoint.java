package io.nearline.training.learn;

import io.nearline.training.tensor.AdamW;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a run stands: the weights that learn, and what the optimiser remembers of each.
 *
 * @param plan what the run depends on, as a digest
 * @param updates steps done
 * @param names of the weights
 * @param states of the weights, in the names' order; asked for once each while it is written
 */
record Checkpoint(String plan, int updates, List<String> names, List<AdamW.State> states) {
    private static final int MAGIC = 0x4e4c5431;
    private static final int BUFFER = 1 << 20;

    /** Writes a file, whole and forced to disk or not at all. */
    void write(Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            writePart(part);
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // On a full disk half a file is in the way of all others.
            Files.deleteIfExists(part);
        }
    }

    private void writePart(Path part) throws IOException {
        try (FileOutputStream file = new FileOutputStream(part.toFile());
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(file, BUFFER))) {
            out.writeInt(MAGIC);
            out.writeUTF(plan);
            out.writeInt(updates);
            out.writeInt(names.size());
            for (int i = 0; i < names.size(); i++) {
                out.writeUTF(names.get(i));
                write(out, states.get(i).values());
                write(out, states.get(i).mean());
                write(out, states.get(i).variance());
            }
            out.flush();
            file.getFD().sync();
        }
    }

    /**
     * Reads a file.
     *
     * @throws TrainingFailedException if it is none of ours
     */
    static Checkpoint read(Path source) throws IOException {
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(Files.newInputStream(source), BUFFER))) {
            if (in.readInt() != MAGIC) {
                throw new TrainingFailedException(
                        "%s is no checkpoint of this release: remove it to begin again"
                                .formatted(source));
            }
            String plan = in.readUTF();
            int updates = in.readInt();
            int count = in.readInt();
            List<String> names = new ArrayList<>();
            List<AdamW.State> states = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                names.add(in.readUTF());
                states.add(new AdamW.State(floats(in), floats(in), floats(in)));
            }
            return new Checkpoint(plan, updates, names, states);
        } catch (EOFException e) {
            throw new TrainingFailedException(
                    "%s is cut short: remove it to begin again".formatted(source));
        }
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
            int count = Math.min(BUFFER / Float.BYTES, values.length - from);
            bytes.asFloatBuffer().put(values, from, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }

    private static float[] floats(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        byte[] bytes = new byte[BUFFER];
        for (int from = 0; from < values.length; from += BUFFER / Float.BYTES) {
            int count = Math.min(BUFFER / Float.BYTES, values.length - from);
            in.readFully(bytes, 0, count * Float.BYTES);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values, from, count);
        }
        return values;
    }
}
