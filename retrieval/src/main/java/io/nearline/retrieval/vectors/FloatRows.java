package io.nearline.retrieval.vectors;

/** Vectors as they came, in the heap. */
final class FloatRows implements Rows {

    private final float[][] rows;

    FloatRows(int slots) {
        rows = new float[slots][];
    }

    @Override
    public void put(int slot, float[] vector) {
        rows[slot] = vector;
    }

    @Override
    public float[] get(int slot, float[] scratch) {
        return rows[slot];
    }
}
