package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.Selection;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a post must have to be found: on a page by its columns, on a post by its own values. */
final class Conditions {

    private final Selection selection;
    private final Exclusions excluded;
    private final int[] languages;
    private final Map<String, int[]> attributes;
    private final long from;
    private final long until;

    /**
     * @param excluded ids that are not found, whatever the selection says; with those that it
     *     excludes
     */
    Conditions(Selection selection, Set<String> excluded) {
        this.selection = selection;
        this.excluded = new Exclusions(excluded);
        this.languages = hashes(selection.languages());
        this.attributes =
                selection.attributes().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, entry -> hashes(entry.getValue())));
        this.from = selection.from().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        this.until = selection.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }

    Exclusions excluded() {
        return excluded;
    }

    /** Whether the post has what it must have. */
    boolean accept(Entry entry) {
        PostFacts facts = entry.facts();
        if (excluded.contains(facts.postId()) || !isInTime(facts.eventTime())) {
            return false;
        }
        if (!selection.languages().isEmpty()
                && !(facts.language() != null
                        && selection.languages().contains(facts.language()))) {
            return false;
        }
        return selection.attributes().entrySet().stream()
                .allMatch(condition -> has(facts, condition.getKey(), condition.getValue()));
    }

    /**
     * The posts of a page that pass, ids that are excluded apart: all that have what they must
     * have, and in one of four milliards of cases one that has not. One bit a slot; may be the
     * page's own, so not to be changed.
     */
    long[] pass(PageView view) {
        long[] bits = view.live();
        if (from != Long.MIN_VALUE || until != Long.MAX_VALUE) {
            bits = inTime(bits, view.page().times());
        }
        if (languages.length > 0) {
            bits = among(bits, view.columns().languages(), languages);
        }
        for (Map.Entry<String, int[]> condition : attributes.entrySet()) {
            int[] column = view.columns().of(condition.getKey());
            if (column != null) {
                bits = among(bits, column, condition.getValue());
            } else if (view.columns().isComplete()) {
                return new long[bits.length];
            } else {
                bits = oneByOne(bits, view.page(), condition.getKey());
            }
        }
        return bits;
    }

    private static boolean has(PostFacts facts, String name, Set<String> values) {
        String value = facts.attributes().get(name);
        return value != null && values.contains(value);
    }

    private boolean isInTime(long time) {
        return time >= from && (time < until || until == Long.MAX_VALUE);
    }

    private long[] inTime(long[] bits, long[] times) {
        long[] passed = new long[bits.length];
        for (int word = 0; word < bits.length; word++) {
            for (long left = bits[word]; left != 0; left &= left - 1) {
                int slot = (word << 6) + Long.numberOfTrailingZeros(left);
                passed[word] |= (isInTime(times[slot]) ? 1L : 0L) << slot;
            }
        }
        return passed;
    }

    private static long[] among(long[] bits, int[] column, int[] hashes) {
        long[] passed = new long[bits.length];
        for (int word = 0; word < bits.length; word++) {
            if (bits[word] != 0) {
                long equal =
                        hashes.length == 1
                                ? equal(column, word << 6, hashes[0])
                                : contained(column, word << 6, hashes);
                passed[word] = bits[word] & equal;
            }
        }
        return passed;
    }

    private static long equal(int[] column, int from, int hash) {
        int end = Math.min(column.length, from + Long.SIZE);
        long bits = 0;
        for (int slot = from; slot < end; slot++) {
            bits |= (column[slot] == hash ? 1L : 0L) << slot;
        }
        return bits;
    }

    private static long contained(int[] column, int from, int[] hashes) {
        int end = Math.min(column.length, from + Long.SIZE);
        long bits = 0;
        for (int slot = from; slot < end; slot++) {
            bits |= (Arrays.binarySearch(hashes, column[slot]) >= 0 ? 1L : 0L) << slot;
        }
        return bits;
    }

    private long[] oneByOne(long[] bits, Page page, String name) {
        Set<String> values = Set.copyOf(selection.attributes().get(name));
        long[] passed = new long[bits.length];
        for (int word = 0; word < bits.length; word++) {
            for (long left = bits[word]; left != 0; left &= left - 1) {
                int slot = (word << 6) + Long.numberOfTrailingZeros(left);
                boolean passes = has(page.entry(slot).facts(), name, values);
                passed[word] |= (passes ? 1L : 0L) << slot;
            }
        }
        return passed;
    }

    private static int[] hashes(Set<String> values) {
        return values.stream().mapToInt(Columns::hash).sorted().toArray();
    }
}
