package io.nearline.retrieval.vectors;

import java.util.Arrays;

/**
 * Those of all codes that differ in the fewest bits from a query's, as many as asked for. Reads
 * each code once and keeps a buffer of four times the number: when it is full, the distance is
 * counted out beyond which nothing can be among them any more.
 */
final class CodeCandidates {

    private static final int BUFFERED = 4;

    private final int wanted;
    private final Exclusions excluded;
    private final int[] counts;
    private final short[] distances;
    private final int[] places;
    private int size;
    private int limit;

    /**
     * @param wanted how many, 1 or more
     * @param bits of a code, at most {@link Short#MAX_VALUE}
     * @param excluded posts that are passed over
     */
    CodeCandidates(int wanted, int bits, Exclusions excluded) {
        this.excluded = excluded;
        this.wanted = wanted;
        this.counts = new int[bits + 1];
        this.distances = new short[BUFFERED * wanted];
        this.places = new int[BUFFERED * wanted];
        this.limit = bits + 1;
    }

    /**
     * Looks at the selected codes of a page.
     *
     * @param first place of its first slot; the slots follow
     */
    void scan(PageView view, long[] selected, long[] query, int first) {
        long[] codes = view.codes();
        int words = query.length;
        int left = limit;
        for (int word = 0; word < selected.length; word++) {
            long bits = selected[word];
            while (bits != 0) {
                int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
                bits &= bits - 1;
                int distance = distance(codes, slot * words, query);
                if (distance < left && !excluded.contains(view.page(), slot)) {
                    left = add(distance, first + slot);
                }
            }
        }
    }

    /** The places found, nearer ones not before others. */
    int[] places() {
        if (size > wanted) {
            shrink();
        }
        return Arrays.copyOf(places, size);
    }

    private int add(int distance, int place) {
        distances[size] = (short) distance;
        places[size++] = place;
        if (size == places.length) {
            shrink();
        }
        return limit;
    }

    private void shrink() {
        Arrays.fill(counts, 0);
        for (int i = 0; i < size; i++) {
            counts[distances[i]]++;
        }
        int below = 0;
        int edge = 0;
        while (below + counts[edge] < wanted) {
            below += counts[edge++];
        }
        int atEdge = wanted - below;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int distance = distances[i];
            if (distance < edge || (distance == edge && atEdge-- > 0)) {
                distances[kept] = (short) distance;
                places[kept++] = places[i];
            }
        }
        size = kept;
        limit = edge;
    }

    private static int distance(long[] codes, int from, long[] query) {
        if (query.length == 6) {
            return Long.bitCount(codes[from] ^ query[0])
                    + Long.bitCount(codes[from + 1] ^ query[1])
                    + Long.bitCount(codes[from + 2] ^ query[2])
                    + Long.bitCount(codes[from + 3] ^ query[3])
                    + Long.bitCount(codes[from + 4] ^ query[4])
                    + Long.bitCount(codes[from + 5] ^ query[5]);
        }
        int sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += Long.bitCount(codes[from + i] ^ query[i]);
        }
        return sum;
    }
}
