package io.nearline.retrieval.measure;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which documents answer a query, and how well a ranking finds them. A document that nobody judged
 * counts as irrelevant, as in trec_eval.
 *
 * @param grades by document, above 0 for relevant ones
 */
public record Relevance(Map<String, Integer> grades) {

    private static final double LOG_2 = Math.log(2);

    public Relevance {
        grades = Map.copyOf(grades);
    }

    /** Whether any document is relevant: without one, no measure says anything. */
    public boolean hasRelevant() {
        return relevant() > 0;
    }

    /**
     * Normalised discounted cumulative gain of the first {@code k}, 0 to 1: the sum of {@code grade
     * / log2(1 + rank)}, divided by that of the best order there is (K. Järvelin, J. Kekäläinen,
     * "Cumulated gain-based evaluation of IR techniques", 2002; the gain is the grade itself, as in
     * trec_eval).
     *
     * @param found documents, best first
     */
    public double ndcg(List<String> found, int k) {
        double gained = 0;
        for (int i = 0; i < Math.min(k, found.size()); i++) {
            gained += gain(grade(found.get(i)), i + 1);
        }
        int[] best =
                grades.values().stream().mapToInt(grade -> -Math.max(0, grade)).sorted().toArray();
        double most = 0;
        for (int i = 0; i < Math.min(k, best.length); i++) {
            most += gain(-best[i], i + 1);
        }
        return gained / most;
    }

    /** The share of the relevant documents that are among the first {@code k}, 0 to 1. */
    public double recall(List<String> found, int k) {
        long hits =
                found.stream().limit(k).distinct().filter(document -> grade(document) > 0).count();
        return (double) hits / relevant();
    }

    /** One over the rank of the first relevant document; 0 if none is among the first {@code k}. */
    public double reciprocalRank(List<String> found, int k) {
        for (int i = 0; i < Math.min(k, found.size()); i++) {
            if (grade(found.get(i)) > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /**
     * The share of some things that were found, 0 to 1, each found once: recall against an exact
     * search, or what two lists of neighbours have in common.
     *
     * @param wanted at least one
     */
    public static <T> double share(Collection<T> wanted, Collection<T> found) {
        Set<T> common = new HashSet<>(wanted);
        int all = common.size();
        common.retainAll(new HashSet<>(found));
        return (double) common.size() / all;
    }

    private long relevant() {
        return grades.values().stream().filter(grade -> grade > 0).count();
    }

    private int grade(String document) {
        return Math.max(0, grades.getOrDefault(document, 0));
    }

    private static double gain(int grade, int rank) {
        return grade * LOG_2 / Math.log(1.0 + rank);
    }
}
