package io.nearline.bench.contender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Texts of one and the same length that go through the graph together.
 *
 * @param ids token ids, text after text
 * @param texts how many texts
 */
public record UnpaddedCall(long[] ids, int texts) {

    /** Each text by itself, in the order given: the best a stream can do without waiting. */
    public static List<UnpaddedCall> oneByOne(List<long[]> tokens) {
        return tokens.stream().map(ids -> new UnpaddedCall(ids, 1)).toList();
    }

    /**
     * Texts that happen to have equal lengths, together: needs all texts beforehand.
     *
     * @param budget most tokens in a call
     */
    public static List<UnpaddedCall> byExactLength(List<long[]> tokens, int budget) {
        List<long[]> sorted = new ArrayList<>(tokens);
        sorted.sort(Comparator.comparingInt(ids -> ids.length));
        List<UnpaddedCall> calls = new ArrayList<>();
        for (int from = 0; from < sorted.size(); ) {
            int length = sorted.get(from).length;
            int to = from + 1;
            while (to < sorted.size()
                    && sorted.get(to).length == length
                    && (to - from + 1) * length <= budget) {
                to++;
            }
            calls.add(together(sorted.subList(from, to)));
            from = to;
        }
        return calls;
    }

    long[] shape() {
        return new long[] {texts, ids.length / texts};
    }

    long[] ones() {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    long[] zeros() {
        return new long[ids.length];
    }

    private static UnpaddedCall together(List<long[]> texts) {
        long[] ids = texts.stream().flatMapToLong(Arrays::stream).toArray();
        return new UnpaddedCall(ids, texts.size());
    }
}
