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
 * compared by their bits, of thousands an estimate is made from the same bits, and the few hundred
 * with the best estimates are compared in full. What is deleted or not selected costs nothing and
 * displaces nothing, and nothing has to be built first.
 */
public final class NearestScan {

    /** A sample pays if it keeps most of the posts from being candidates for a while. */
    private static final int SAMPLED_FROM = 4;

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
        Depth depth = Depth.of(wanted, selected.count(), selected.excluded().size());
        if (effort == Effort.EXACT || depth.isExactCheaper(selected.count())) {
            return new Nearest(exact(wanted), Method.EXACT, selected.count(), 1);
        }
        return new Nearest(
                byCodes(wanted, depth.byBits(), depth.inFull()),
                Method.BITS,
                depth.inFull(),
                depth.expectedRecall());
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

    /**
     * @param depth posts whose codes are looked at a second time
     * @param compared of these, posts whose vectors are compared
     */
    List<Neighbour> byCodes(int wanted, int depth, int compared) {
        PageView[] views = selected.moment().views();
        int slots = views[0].page().slots();
        return inFull(wanted, candidates(views, slots, depth).places(compared));
    }

    /** The nearest of the posts at these places. */
    List<Neighbour> inFull(int wanted, int[] places) {
        PageView[] views = selected.moment().views();
        int slots = views[0].page().slots();
        Best best = new Best(wanted);
        for (int place : places) {
            best.offer(views[place / slots].page(), place % slots);
        }
        return best.sorted();
    }

    /** The posts whose codes differ least from the direction's. */
    private CodeCandidates candidates(PageView[] views, int slots, int depth) {
        CodeCandidates candidates =
                new CodeCandidates(
                        depth, direction.length, new CodeEstimate(direction), selected.excluded());
        Map<Centre, long[]> byCentre = new HashMap<>();
        long[][] queries = new long[views.length][];
        for (int i = 0; i < views.length; i++) {
            queries[i] = byCentre.computeIfAbsent(views[i].centre(), this::code);
        }
        if (selected.count() > SAMPLED_FROM * depth) {
            for (int i = 0; i < views.length; i++) {
                candidates.sample(views[i], selected.bits(i), queries[i]);
            }
            candidates.expect(selected.count());
        }
        do {
            for (int i = 0; i < views.length; i++) {
                candidates.scan(views[i], selected.bits(i), queries[i], i * slots);
            }
        } while (candidates.isTooFew());
        return candidates;
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
