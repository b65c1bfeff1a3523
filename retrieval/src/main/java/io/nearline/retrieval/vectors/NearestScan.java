package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchRequest.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.lucene.util.VectorUtil;

/**
 * Finds the selected posts nearest to a direction. Few are compared in full. Of many all codes are
 * compared, a bit a component, and in full only the posts whose codes are nearest. What is deleted
 * or not selected costs nothing and displaces nothing, and nothing has to be built first.
 */
public final class NearestScan {

    private final Selected selected;
    private final float[] direction;
    private final float least;

    /**
     * @param selected which posts may be found
     * @param direction of length 1; not copied
     * @param least cosine that a post must have
     */
    public NearestScan(Selected selected, float[] direction, double least) {
        this.selected = selected;
        this.direction = direction;
        this.least = (float) least;
    }

    /** The nearest, at most as many as wanted, and fewer only if no more are selected. */
    public Nearest nearest(int wanted, Effort effort) {
        if (selected.count() == 0) {
            return new Nearest(List.of(), Method.NONE, 0, 1);
        }
        int depth = Depth.of(wanted, selected.excluded().size());
        if (effort == Effort.EXACT || selected.count() <= Depth.EXACT_UP_TO * depth) {
            return new Nearest(exact(wanted), Method.EXACT, selected.count(), 1);
        }
        return new Nearest(
                byCodes(wanted, depth), Method.BITS, depth, Depth.expectedRecall(wanted));
    }

    /** Whether a post has the cosine that it must have. */
    public boolean isNearEnough(Entry entry) {
        return least < -1
                || cosine(entry.page(), entry.slot(), new float[direction.length]) >= least;
    }

    private float cosine(Page page, int slot, float[] scratch) {
        float[] row = page.rows().get(slot, scratch);
        return VectorUtil.dotProduct(direction, row) * page.factor(slot);
    }

    List<Neighbour> exact(int wanted) {
        Best best = new Best(wanted);
        PageView[] views = selected.moment().views();
        for (int i = 0; i < views.length; i++) {
            long[] bits = selected.bits(i);
            for (int word = 0; word < bits.length; word++) {
                for (long left = bits[word]; left != 0; left &= left - 1) {
                    int slot = (word << 6) + Long.numberOfTrailingZeros(left);
                    best.offer(views[i].page(), slot);
                }
            }
        }
        return best.sorted();
    }

    List<Neighbour> byCodes(int wanted, int depth) {
        PageView[] views = selected.moment().views();
        int slots = views[0].page().slots();
        CodeCandidates candidates =
                new CodeCandidates(depth, direction.length, selected.excluded());
        Map<Centre, long[]> queries = new HashMap<>();
        for (int i = 0; i < views.length; i++) {
            long[] query = queries.computeIfAbsent(views[i].centre(), this::code);
            candidates.scan(views[i], selected.bits(i), query, i * slots);
        }
        Best best = new Best(wanted);
        for (int place : candidates.places()) {
            best.offer(views[place / slots].page(), place % slots);
        }
        return best.sorted();
    }

    private long[] code(Centre centre) {
        long[] code = new long[Centre.words(direction.length)];
        centre.encode(direction, 1, code, 0);
        return code;
    }

    /** The nearest so far. */
    private final class Best {

        private final int wanted;
        private final PriorityQueue<Neighbour> farthestFirst;
        private final float[] scratch = new float[direction.length];
        private float limit = least;

        Best(int wanted) {
            this.wanted = wanted;
            this.farthestFirst =
                    new PriorityQueue<>(
                            Math.min(wanted, 1 << 10), Neighbour.NEAREST_FIRST.reversed());
        }

        void offer(Page page, int slot) {
            float cosine = cosine(page, slot, scratch);
            if (cosine >= limit) {
                Entry entry = page.entry(slot);
                if (selected.accepts(entry)) {
                    keep(new Neighbour(entry, cosine));
                }
            }
        }

        private void keep(Neighbour neighbour) {
            farthestFirst.add(neighbour);
            if (farthestFirst.size() > wanted) {
                farthestFirst.poll();
            }
            if (farthestFirst.size() == wanted) {
                limit = Math.max(least, farthestFirst.peek().cosine());
            }
        }

        List<Neighbour> sorted() {
            List<Neighbour> sorted = new ArrayList<>(farthestFirst);
            sorted.sort(Neighbour.NEAREST_FIRST);
            return sorted;
        }
    }
}
