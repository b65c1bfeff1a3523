package io.nearline.retrieval.vectors;

import java.util.Arrays;

/**
 * Those of all codes that differ in the fewest bits from a query's, as many as asked for. Of those
 * met, it counts how many lie at each distance, so after every page it knows beyond which distance
 * nothing can be among them any more; few codes pass that limit. With a sample it begins with a
 * limit, which saves two thirds of the candidates.
 */
final class CodeCandidates {

    private static final int BUFFERED = 4;

    /** Slots of a word of the selection. Distances of so many are counted in one loop. */
    private static final int BLOCK = Long.SIZE;

    /** Of fewer slots in a block the distances are counted one by one. */
    private static final int DENSE = 16;

    /** One of so many blocks is in the sample. */
    private static final int SAMPLE = 16;

    /** Candidates expected by the first limit, per candidate wanted. */
    private static final double SLACK = 1.3;

    private final int wanted;
    private final CodeEstimate estimate;
    private final Exclusions excluded;
    private final int[] sampled;
    private final int[] block = new int[BLOCK];

    /** Candidates met at each distance below the limit. */
    private final int[] counts;

    private final short[] distances;
    private final int[] places;
    private final int[] estimates;
    private int size;
    private int counted;
    private int limit;
    private boolean limitIsGuessed;

    /**
     * @param wanted how many, 1 or more
     * @param bits of a code, at most {@link Short#MAX_VALUE}
     * @param estimate made of every candidate while its code is in the processor's cache
     * @param excluded posts that are passed over
     */
    CodeCandidates(int wanted, int bits, CodeEstimate estimate, Exclusions excluded) {
        this.estimate = estimate;
        this.excluded = excluded;
        this.wanted = wanted;
        this.counts = new int[bits + 1];
        this.sampled = new int[bits + 1];
        this.distances = new short[BUFFERED * wanted];
        this.places = new int[BUFFERED * wanted];
        this.estimates = new int[BUFFERED * wanted];
        this.limit = bits + 1;
    }

    /** Counts the distances of some of the selected codes of a page. */
    void sample(PageView view, long[] selected, long[] query) {
        int blocks = view.page().slots() / BLOCK;
        for (int word = (int) (view.page().number() % SAMPLE); word < blocks; word += SAMPLE) {
            if (selected[word] != 0) {
                count(view.codes(), word * BLOCK * query.length, query, block);
                for (long left = selected[word]; left != 0; left &= left - 1) {
                    sampled[block[Long.numberOfTrailingZeros(left)]]++;
                }
            }
        }
    }

    /**
     * Sets a first limit by the sample.
     *
     * @param selected codes that will be looked at
     */
    void expect(int selected) {
        double enough = SLACK * wanted * Arrays.stream(sampled).sum() / selected;
        int nearer = 0;
        for (int distance = 0; distance < sampled.length; distance++) {
            nearer += sampled[distance];
            if (nearer > enough) {
                limit = distance + 1;
                limitIsGuessed = limit < sampled.length;
                return;
            }
        }
    }

    /**
     * Whether the first limit was too low, because the sample was unlike the rest. Forgets all of
     * it then: the codes are to be looked at once more.
     */
    boolean isTooFew() {
        if (!limitIsGuessed || size >= wanted) {
            return false;
        }
        limitIsGuessed = false;
        limit = counts.length;
        size = 0;
        counted = 0;
        Arrays.fill(counts, 0);
        return true;
    }

    /**
     * Looks at the selected codes of a page.
     *
     * @param first place of its first slot; the slots follow
     */
    void scan(PageView view, long[] selected, long[] query, int first) {
        int slots = view.page().slots();
        for (int word = 0; word < selected.length; word++) {
            long bits = selected[word];
            int start = word * BLOCK;
            if (Long.bitCount(bits) < DENSE || start + BLOCK > slots) {
                few(view, bits, start, query, first);
            } else {
                many(view, bits, start, query, first);
            }
        }
        lowerLimit();
    }

    /** The places found, nearer ones not before others. */
    int[] places() {
        if (size > wanted) {
            shrink();
        }
        return Arrays.copyOf(places, size);
    }

    /** Of the places found those with the best estimates. */
    int[] places(int most) {
        int[] found = places();
        return CodeEstimate.best(found, Arrays.copyOf(estimates, found.length), most);
    }

    private void few(PageView view, long bits, int start, long[] query, int first) {
        long[] codes = view.codes();
        for (long left = bits; left != 0; left &= left - 1) {
            int slot = start + Long.numberOfTrailingZeros(left);
            int distance = distance(codes, slot * query.length, query);
            if (distance < limit) {
                meet(view, slot, distance, first);
            }
        }
    }

    private void many(PageView view, long bits, int start, long[] query, int first) {
        count(view.codes(), start * query.length, query, block);
        int left = limit;
        for (int i = 0; i < BLOCK; i++) {
            if (block[i] < left && (bits >>> i & 1) != 0) {
                meet(view, start + i, block[i], first);
                left = limit;
            }
        }
    }

    private void meet(PageView view, int slot, int distance, int first) {
        if (excluded.contains(view.page(), slot)) {
            return;
        }
        distances[size] = (short) distance;
        estimates[size] = estimate.of(view.codes(), slot * estimate.words());
        places[size++] = first + slot;
        counts[distance]++;
        counted++;
        if (size == places.length) {
            shrink();
        }
    }

    /** Enough are nearer than the farthest that are counted: those are no candidates any more. */
    private void lowerLimit() {
        while (limit > 0 && counted - counts[limit - 1] >= wanted) {
            limit--;
            counted -= counts[limit];
            counts[limit] = 0;
        }
    }

    /** Drops all but as many as wanted; of those at the farthest distance the first ones stay. */
    private void shrink() {
        lowerLimit();
        int edge = limit;
        int nearer = counted;
        while (nearer >= wanted) {
            nearer -= counts[--edge];
        }
        int atEdge = wanted - nearer;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int distance = distances[i];
            if (distance < edge || (distance == edge && atEdge-- > 0)) {
                distances[kept] = (short) distance;
                estimates[kept] = estimates[i];
                places[kept++] = places[i];
            }
        }
        size = kept;
        limit = edge;
        counted = nearer;
        Arrays.fill(counts, edge, counts.length, 0);
    }

    private static void count(long[] codes, int from, long[] query, int[] counted) {
        if (query.length == 6) {
            countSix(codes, from, query, counted);
            return;
        }
        for (int i = 0; i < counted.length; i++) {
            counted[i] = distance(codes, from + i * query.length, query);
        }
    }

    /** The same for 384 bits, with the query in registers and no inner loop. */
    private static void countSix(long[] codes, int from, long[] query, int[] counted) {
        long first = query[0];
        long second = query[1];
        long third = query[2];
        long fourth = query[3];
        long fifth = query[4];
        long sixth = query[5];
        for (int i = 0, at = from; i < counted.length; i++, at += 6) {
            counted[i] =
                    Long.bitCount(codes[at] ^ first)
                            + Long.bitCount(codes[at + 1] ^ second)
                            + Long.bitCount(codes[at + 2] ^ third)
                            + Long.bitCount(codes[at + 3] ^ fourth)
                            + Long.bitCount(codes[at + 4] ^ fifth)
                            + Long.bitCount(codes[at + 5] ^ sixth);
        }
    }

    private static int distance(long[] codes, int from, long[] query) {
        int sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += Long.bitCount(codes[from + i] ^ query[i]);
        }
        return sum;
    }
}
