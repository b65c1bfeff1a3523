package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchRequest.Effort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the selected posts nearest to a direction, along the set's graph where one is made and the
 * selection suits it, else by a scan. What the graph does not hold yet is scanned beside it, so
 * both ways see every update.
 */
public final class NearestSearch {

    private final Selected selected;
    private final float[] direction;
    private final double least;
    private final Approach approach;
    private final @Nullable HnswGraph graph;
    private final NearestScan scan;

    /**
     * @param selected which posts may be found
     * @param direction of length 1; not copied
     * @param least cosine that a post must have
     * @param graph over posts of the same set; null if none is made
     */
    public NearestSearch(
            Selected selected,
            float[] direction,
            double least,
            Approach approach,
            @Nullable HnswGraph graph) {
        this.selected = selected;
        this.direction = direction;
        this.least = least;
        this.approach = approach;
        this.graph = graph;
        this.scan = new NearestScan(selected, direction, least);
    }

    /** The nearest, at most as many as wanted, and fewer only if no more are selected. */
    public Nearest nearest(int wanted, Effort effort) {
        Depth depth = Depth.of(wanted, selected.count(), selected.excluded().size());
        if (graph == null
                || effort == Effort.EXACT
                || depth.isExactCheaper(selected.count())
                || !GraphRule.suits(approach, wanted, selected)) {
            return scan.nearest(wanted, effort);
        }
        return alongGraph(graph, wanted).orElseGet(() -> scan.nearest(wanted, effort));
    }

    /** Whether a post has the cosine that it must have. */
    public boolean isNearEnough(Entry entry) {
        return scan.isNearEnough(entry);
    }

    private Optional<Nearest> alongGraph(HnswGraph over, int wanted) {
        Selected beside = over.beside(selected);
        if (!GraphRule.covers(selected, beside)) {
            return Optional.empty();
        }
        try {
            int most = GraphRule.candidates(wanted);
            return over.nearest(selected, direction, most, selected.count())
                    .map(places -> merged(wanted, places, beside));
        } catch (IOException e) {
            throw new UncheckedIOException("The graph of neighbours cannot be read", e);
        }
    }

    private Nearest merged(int wanted, int[] places, Selected beside) {
        Nearest rest = new NearestScan(beside, direction, least).nearest(wanted, Effort.PLANNED);
        List<Neighbour> all = new ArrayList<>(scan.inFull(wanted, places));
        all.addAll(rest.neighbours());
        all.sort(Neighbour.NEAREST_FIRST);
        return new Nearest(
                List.copyOf(all.subList(0, Math.min(wanted, all.size()))),
                Method.GRAPH,
                places.length + rest.compared(),
                GraphRule.EXPECTED_RECALL);
    }
}
