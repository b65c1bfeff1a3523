package io.nearline.retrieval.index;

import io.nearline.retrieval.search.Hit.Part;
import io.nearline.retrieval.search.Hit.Source;
import io.nearline.retrieval.vectors.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fuses what several sources found by reciprocal ranks, and keeps what each said. One source alone
 * keeps its own scores.
 */
final class Fusion {

    /** The constant of the paper, see {@link Part}. */
    private static final int RANK_CONSTANT = 60;

    private static final Comparator<Fused> BEST_FIRST =
            Comparator.comparingDouble((Fused one) -> -one.score())
                    .thenComparing(one -> one.entry().postId());

    private final boolean several;
    private final Map<String, Fused> byPost = new LinkedHashMap<>();

    private Fusion(boolean several) {
        this.several = several;
    }

    /** What a source found, best first. */
    record Found(Source source, List<Ranked> ranked) {}

    /** A post in the order of one source. */
    record Ranked(Entry entry, double score) {}

    /** A post with what the sources said of it. */
    record Fused(Entry entry, List<Part> parts) {

        double score() {
            return parts.stream().mapToDouble(Part::contribution).sum();
        }
    }

    /** The posts that any source found, best first. */
    static List<Fused> of(Collection<Found> sources) {
        Fusion fusion = new Fusion(sources.size() > 1);
        sources.forEach(fusion::add);
        List<Fused> fused = new ArrayList<>(fusion.byPost.values());
        if (fusion.several) {
            fused.sort(BEST_FIRST);
        }
        return fused;
    }

    private void add(Found found) {
        int rank = 0;
        for (Ranked one : found.ranked()) {
            rank++;
            double contribution = several ? 1.0 / (RANK_CONSTANT + rank) : one.score();
            byPost.computeIfAbsent(
                            one.entry().postId(), id -> new Fused(one.entry(), new ArrayList<>()))
                    .parts()
                    .add(new Part(found.source(), rank, one.score(), contribution));
        }
    }
}
