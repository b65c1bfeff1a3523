package io.nearline.training.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Texts of like length, so that a padded batch of them is hardly padding. */
final class LengthGroups {
    /** Of a group's tokens, padding included. */
    private static final double MOST_PADDING = 0.1;

    private static final int MOST_TEXTS = 32;
    private static final int MOST_TOKENS = 2048;

    private LengthGroups() {}

    /** Indices of the texts, the shorter ones first. */
    static List<List<Integer>> of(List<int[]> texts) {
        Integer[] order = new Integer[texts.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> texts.get(i).length));
        List<List<Integer>> groups = new ArrayList<>();
        List<Integer> group = new ArrayList<>();
        int tokens = 0;
        for (int text : order) {
            int length = texts.get(text).length;
            int padded = (group.size() + 1) * length;
            boolean full =
                    group.size() == MOST_TEXTS
                            || padded > MOST_TOKENS
                            || padded - tokens - length > MOST_PADDING * padded;
            if (full && !group.isEmpty()) {
                groups.add(group);
                group = new ArrayList<>();
                tokens = 0;
            }
            group.add(text);
            tokens += length;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
