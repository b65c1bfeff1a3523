package io.nearline.retrieval.index;

import io.nearline.retrieval.index.Fusion.Fused;
import io.nearline.retrieval.search.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.util.VectorUtil;

/** Leaves out posts that belong to better ones. */
final class Shaping {

    private final Shape shape;
    private final Map<String, Integer> inGroup = new HashMap<>();
    private final List<float[]> kept = new ArrayList<>();

    private Shaping(Shape shape) {
        this.shape = shape;
    }

    /** The best of these in the given shape, at most so many. */
    static List<Fused> apply(Shape shape, List<Fused> bestFirst, int most) {
        Shaping shaping = new Shaping(shape);
        List<Fused> shaped = new ArrayList<>();
        for (Fused one : bestFirst) {
            if (shaped.size() == most) {
                break;
            }
            if (shaping.hasRoom(one) && shaping.isNew(one)) {
                shaping.keep(one);
                shaped.add(one);
            }
        }
        return shaped;
    }

    private boolean hasRoom(Fused one) {
        return shape.group().isEmpty()
                || valueOf(one, shape.group().get())
                                .map(value -> inGroup.getOrDefault(value, 0))
                                .orElse(0)
                        < shape.group().get().most();
    }

    private boolean isNew(Fused one) {
        if (shape.collapseFrom().isEmpty()) {
            return true;
        }
        float[] unit = unit(one);
        double limit = shape.collapseFrom().get();
        return kept.stream().noneMatch(other -> VectorUtil.dotProduct(unit, other) >= limit);
    }

    private void keep(Fused one) {
        shape.group()
                .flatMap(group -> valueOf(one, group))
                .ifPresent(value -> inGroup.merge(value, 1, Integer::sum));
        if (shape.collapseFrom().isPresent()) {
            kept.add(unit(one));
        }
    }

    private static Optional<String> valueOf(Fused one, Shape.Group group) {
        return Optional.ofNullable(one.entry().facts().attributes().get(group.attribute()));
    }

    private static float[] unit(Fused one) {
        float[] vector = one.entry().vector();
        float length = (float) Math.sqrt(VectorUtil.dotProduct(vector, vector));
        if (length > 0) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= length;
            }
        }
        return vector;
    }
}
