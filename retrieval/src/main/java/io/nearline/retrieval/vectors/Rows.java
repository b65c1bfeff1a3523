package io.nearline.retrieval.vectors;

/**
 * The vectors of one page, by slot. A slot is written once, by one thread, before others learn of
 * it.
 */
interface Rows {

    /**
     * Fills a slot.
     *
     * @param vector may be kept, so it is never written again
     */
    void put(int slot, float[] vector);

    /**
     * The vector of a slot.
     *
     * @param scratch of the vectors' length; may be what is returned, overwritten
     */
    float[] get(int slot, float[] scratch);
}
