package io.nearline.retrieval.vectors;

/**
 * Vectors of one byte a component: the component divided by its vector's largest magnitude / 127.
 */
final class ByteRows implements Rows {

    private static final int LIMIT = 127;

    private final byte[][] rows;
    private final float[] scales;

    ByteRows(int slots) {
        rows = new byte[slots][];
        scales = new float[slots];
    }

    @Override
    public void put(int slot, float[] vector) {
        float largest = 0;
        for (float component : vector) {
            largest = Math.max(largest, Math.abs(component));
        }
        float scale = Math.max(largest / LIMIT, Float.MIN_NORMAL);
        byte[] row = new byte[vector.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) Math.round(vector[i] / scale);
        }
        rows[slot] = row;
        scales[slot] = scale;
    }

    @Override
    public float[] get(int slot, float[] scratch) {
        byte[] row = rows[slot];
        float scale = scales[slot];
        for (int i = 0; i < row.length; i++) {
            scratch[i] = row[i] * scale;
        }
        return scratch;
    }
}
