package io.nearline.training.data;

import java.util.List;
import java.util.stream.Collectors;

/** Pairs of one task, and texts beside them that belong to none. */
public final class Batch {
    private final String task;
    private final List<Pair> pairs;
    private final List<Pair> negatives;

    Batch(String task, List<Pair> pairs) {
        this(task, pairs, List.of());
    }

    /**
     * With records beside the pairs.
     *
     * @param negatives whose right texts were looked for
     */
    Batch(String task, List<Pair> pairs, List<Pair> negatives) {
        this.task = task;
        this.pairs = List.copyOf(pairs);
        this.negatives = List.copyOf(negatives);
    }

    public String task() {
        return task;
    }

    public int size() {
        return pairs.size();
    }

    public List<int[]> left() {
        return pairs.stream().map(Pair::left).toList();
    }

    public List<int[]> right() {
        return pairs.stream().map(Pair::right).toList();
    }

    /** Texts of the right side that no left text of the batch was drawn with. */
    public List<int[]> negatives() {
        return negatives.stream().map(Pair::right).toList();
    }

    /** How close each pair is said to be. */
    public double[] scores() {
        return pairs.stream().mapToDouble(Pair::score).toArray();
    }

    /**
     * Whether a right text must not count as a negative of a left one: it has the same label, or is
     * the same text as the left one or as its partner, or belongs to the same left text.
     *
     * @param right index of a pair; of a negative, behind all pairs
     */
    public boolean isKnownPositive(int left, int right) {
        Pair other = right < size() ? pairs.get(right) : negatives.get(right - size());
        return left != right && other.mayAnswer(pairs.get(left));
    }

    /** Tokens that are read, padding left out. */
    public int tokens() {
        return pairs.stream().mapToInt(pair -> pair.left().length + pair.right().length).sum()
                + negatives.stream().mapToInt(pair -> pair.right().length).sum();
    }

    /** The lines of the task's file that it was drawn for. */
    @Override
    public String toString() {
        return pairs.stream()
                .map(pair -> Integer.toString(pair.line()))
                .collect(Collectors.joining(", ", "lines ", ""));
    }
}
