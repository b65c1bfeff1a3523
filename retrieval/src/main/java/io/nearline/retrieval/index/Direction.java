package io.nearline.retrieval.index;

import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRefusedException.Reason;
import io.nearline.retrieval.vectors.Entry;
import io.nearline.retrieval.vectors.VectorSet;
import java.util.List;

/** Makes the one direction that a query's vector and posts point to; see {@link SearchQuery}. */
final class Direction {

    private static final float DISLIKE = -0.5f;

    /** Below this length a sum of unit vectors is rounding, not a direction. */
    private static final double SHORTEST = 1e-6;

    private final VectorSet set;
    private final float[] sum;

    private Direction(VectorSet set) {
        this.set = set;
        this.sum = new float[set.dimensions()];
    }

    /**
     * The direction of a query, of length 1.
     *
     * @throws SearchRefusedException if its vector is of another length than the model's, if a post
     *     is not held, or if it points nowhere
     */
    static float[] of(SearchQuery query, VectorSet set) {
        Direction direction = new Direction(set);
        query.vector().ifPresent(direction::addQuery);
        direction.addPosts(query.like(), 1);
        direction.addPosts(query.dislike(), DISLIKE);
        return direction.unit();
    }

    private void addQuery(float[] vector) {
        if (vector.length != sum.length) {
            throw new SearchRefusedException(
                    Reason.WRONG_DIMENSIONS,
                    "The query's vector has %d components and those of the model have %d: embed it with the model that is searched."
                            .formatted(vector.length, sum.length));
        }
        add(vector, 1);
    }

    private void addPosts(List<String> postIds, float weight) {
        for (String postId : postIds) {
            Entry entry = set.find(postId);
            if (entry == null) {
                throw new SearchRefusedException(
                        Reason.UNKNOWN_POST,
                        "The post '%s' is not in the index: leave it out of the query."
                                .formatted(postId));
            }
            add(entry.vector(), weight / postIds.size());
        }
    }

    private void add(float[] vector, float weight) {
        double length = length(vector);
        if (length > 0) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (float) (vector[i] / length * weight);
            }
        }
    }

    private float[] unit() {
        double length = length(sum);
        if (length < SHORTEST) {
            throw new SearchRefusedException(
                    Reason.NO_DIRECTION,
                    "The query points nowhere: its vector is all zeros, or the posts cancel out.");
        }
        float[] unit = new float[sum.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (sum[i] / length);
        }
        return unit;
    }

    private static double length(float[] vector) {
        double square = 0;
        for (float component : vector) {
            square += (double) component * component;
        }
        return Math.sqrt(square);
    }
}
