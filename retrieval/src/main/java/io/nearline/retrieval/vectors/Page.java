package io.nearline.retrieval.vectors;

import java.io.IOException;

/**
 * Room for a fixed number of posts. Slots are filled in order by the writing thread, each once;
 * readers look only at those that a {@link PageView} counts.
 */
final class Page {

    private final long number;
    private final int dimensions;
    private final Rows rows;
    private final Entry[] entries;
    private final long[] idHashes;
    private final float[] factors;
    private final long[] times;

    Page(long number, int slots, int dimensions, RowsFactory factory) throws IOException {
        this.number = number;
        this.dimensions = dimensions;
        this.rows = factory.rows(slots, dimensions);
        this.entries = new Entry[slots];
        this.idHashes = new long[slots];
        this.factors = new float[slots];
        this.times = new long[slots];
    }

    /** Makes room for vectors. */
    interface RowsFactory {
        Rows rows(int slots, int dimensions) throws IOException;
    }

    /** Fills a slot, its code and its columns apart. */
    Entry put(int slot, PostFacts facts, float[] vector, float factor) {
        Entry entry = new Entry(facts, this, slot);
        rows.put(slot, vector);
        idHashes[slot] = Exclusions.hash(facts.postId());
        factors[slot] = factor;
        times[slot] = facts.eventTime();
        entries[slot] = entry;
        return entry;
    }

    /** Grows from page to page. */
    long number() {
        return number;
    }

    int slots() {
        return entries.length;
    }

    int dimensions() {
        return dimensions;
    }

    Rows rows() {
        return rows;
    }

    Entry entry(int slot) {
        return entries[slot];
    }

    /** Hash of the id of the post of a slot. */
    long idHash(int slot) {
        return idHashes[slot];
    }

    /** What makes the vector of a slot one of length 1; 0 for a vector of zeros. */
    float factor(int slot) {
        return factors[slot];
    }

    long[] times() {
        return times;
    }
}
