package io.nearline.packaging.graph;

import java.util.List;
import java.util.stream.Stream;

/**
 * The projections to queries, keys and values as one, side by side in this order.
 *
 * @param graph holds their parts, and gets the joined ones
 * @param match has bound their parts by {@code query}, {@code key}, {@code value} and the part's
 *     name
 * @param result prefix of the new constants' names
 */
record PackedProjections(Graph graph, Match match, String result) {
    private static final List<String> ORDER = List.of("query", "key", "value");

    /** Whether all three are of one kind, so that they can be one. */
    boolean fitTogether() {
        return ORDER.stream().map(of -> match.has(of + "Scale")).distinct().count() == 1;
    }

    /** Whether they are products of 8-bit integers. */
    boolean areQuantised() {
        return match.has("queryScale");
    }

    /**
     * Joins one part of the three.
     *
     * @param part such as {@code Weight}
     * @return name of the new constant
     */
    String join(String part) {
        Stream<Tensor> parts = ORDER.stream().map(of -> part(of, part));
        String name = result + "_packed" + part;
        graph.add(Tensor.sideBySide(name, parts.toList()));
        return name;
    }

    private Tensor part(String of, String part) {
        Tensor found = graph.weight(match.value(of + part));
        long width = graph.weight(match.value(of + "Weight")).columns();
        return found.rank() < 2 ? found.spreadOver(width) : found;
    }
}
