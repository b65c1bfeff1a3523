package io.nearline.operations.rollout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one model for some of the posts: those whose ids have the lowest hashes, so of two
 * models the same posts, and the same on every run. Not thread-safe.
 */
final class VectorSample {

    private record Place(int hash, String postId) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::hash).thenComparing(Place::postId);

        static Place of(String postId) {
            return new Place(Utils.murmur2(postId.getBytes(StandardCharsets.UTF_8)), postId);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * The newest state of a post.
     *
     * @param vector null if there is none that can be compared
     */
    private record Held(long revision, float @Nullable [] vector) {}

    private static final Held NOTHING = new Held(0, null);

    private final int size;
    private final TreeMap<Place, Held> posts = new TreeMap<>();

    /**
     * @param size posts to hold at most
     */
    VectorSample(int size) {
        this.size = size;
    }

    /** Whether a vector of this post would be kept. One that is not wanted never is again. */
    boolean wants(String postId) {
        return posts.size() < size
                || (size > 0 && Place.of(postId).compareTo(posts.lastKey()) <= 0);
    }

    /** Keeps the newest vector of a post that is wanted. */
    void keep(String postId, long revision, float[] vector) {
        put(postId, new Held(revision, vector));
    }

    /** Takes note that the newest state of a post that is wanted is no sound vector. */
    void drop(String postId) {
        // Its place is kept: what was turned away for it must not come back.
        put(postId, NOTHING);
    }

    /** The posts of which both have a vector of the same revision. */
    static VectorPairs pairs(VectorSample baseline, VectorSample candidate) {
        List<float[]> first = new ArrayList<>();
        List<float[]> second = new ArrayList<>();
        for (Map.Entry<Place, Held> post : baseline.posts.entrySet()) {
            Held one = post.getValue();
            Held other = candidate.posts.getOrDefault(post.getKey(), NOTHING);
            if (one.vector() != null
                    && other.vector() != null
                    && one.revision() == other.revision()) {
                first.add(one.vector());
                second.add(other.vector());
            }
        }
        return new VectorPairs(first, second);
    }

    private void put(String postId, Held held) {
        posts.put(Place.of(postId), held);
        if (posts.size() > size) {
            posts.pollLastEntry();
        }
    }
}
