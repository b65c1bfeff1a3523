package io.nearline.packaging.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A part of a graph that can be computed by fewer operators, and how. */
interface Rewrite {

    /** What is replaced. */
    Pattern pattern();

    /**
     * The nodes that compute {@code result} instead. Constants that they need are added to the
     * graph.
     *
     * @param result name of the value that the match ends in
     * @return empty if on closer look this must stay as it is
     */
    List<Node> replacement(Graph graph, String result, Match match);

    /** All that fits. */
    default List<Match> find(Graph graph) {
        return graph.nodes().stream()
                .flatMap(node -> pattern().match(graph, node.output(), Match.EMPTY).limit(1))
                .toList();
    }

    /** Replaces all that fits, from the end of the graph so that the larger goes first. */
    default void applyTo(Graph graph) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        Collections.reverse(nodes);
        for (Node node : nodes) {
            pattern()
                    .match(graph, node.output(), Match.EMPTY)
                    .findFirst()
                    .filter(match -> graph.nodes().contains(node))
                    .map(match -> replacement(graph, node.output(), match))
                    .ifPresent(better -> better.forEach(graph::put));
        }
    }
}
