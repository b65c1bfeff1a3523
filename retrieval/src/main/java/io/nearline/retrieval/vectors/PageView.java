package io.nearline.retrieval.vectors;

/**
 * A page at one moment. Never changed.
 *
 * @param page the page
 * @param size slots that were filled
 * @param live one bit a slot: whether its post is held
 * @param liveCount bits that are set
 * @param codes codes of the slots, one after the other
 * @param centre what the codes are centred on
 * @param columns what conditions look at
 */
record PageView(
        Page page,
        int size,
        long[] live,
        int liveCount,
        long[] codes,
        Centre centre,
        Columns columns) {

    static PageView empty(Page page, Centre centre) {
        int slots = page.slots();
        return new PageView(
                page,
                0,
                new long[Centre.words(slots)],
                0,
                new long[slots * Centre.words(page.dimensions())],
                centre,
                new Columns(slots));
    }

    boolean isFull() {
        return size == page.slots();
    }

    int dead() {
        return size - liveCount;
    }

    boolean isLive(int slot) {
        return slot < size && (live[slot >> 6] & (1L << slot)) != 0;
    }

    /** The same with the next slot filled and live. Writes its code and columns. */
    PageView with(PostFacts facts, float[] vector, float factor) {
        centre.encode(vector, factor, codes, size * Centre.words(page.dimensions()));
        long[] more = live.clone();
        more[size >> 6] |= 1L << size;
        return new PageView(
                page, size + 1, more, liveCount + 1, codes, centre, columns.with(size, facts));
    }

    /** The same without the post of a slot. */
    PageView without(int slot) {
        long[] fewer = live.clone();
        fewer[slot >> 6] &= ~(1L << slot);
        return new PageView(page, size, fewer, liveCount - 1, codes, centre, columns);
    }

    /** The same with codes around another point. */
    PageView around(Centre other) {
        int words = Centre.words(page.dimensions());
        long[] others = new long[codes.length];
        float[] scratch = new float[page.dimensions()];
        for (int slot = 0; slot < size; slot++) {
            if (isLive(slot)) {
                float[] row = page.rows().get(slot, scratch);
                other.encode(row, page.factor(slot), others, slot * words);
            }
        }
        return new PageView(page, size, live, liveCount, others, other, columns);
    }
}
