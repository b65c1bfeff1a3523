package io.nearline.faults.search;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** The oracle: what an index must hold once it has taken in everything that was written. */
final class PostLedger {

    /** What became of a post. */
    enum Fate {
        LIVE,
        DELETED,
        /** Its keys were removed from the topics. */
        PURGED
    }

    private record Written(long revision, Fate fate) {}

    private final Map<String, Written> posts = new TreeMap<>();
    private long live;

    /** Notes a write. */
    synchronized void write(String postId, long revision, Fate fate) {
        Written before = posts.put(postId, new Written(revision, fate));
        live += (fate == Fate.LIVE ? 1 : 0) - (isLive(before) ? 1 : 0);
    }

    /** The newest revision that was written; 0 before the first. */
    synchronized long revision(String postId) {
        Written written = posts.get(postId);
        return written == null ? 0 : written.revision();
    }

    /** What became of a post that was written. */
    synchronized Fate fate(String postId) {
        return Objects.requireNonNull(posts.get(postId), postId).fate();
    }

    /** The revision that must be found; empty if the post must not be. */
    synchronized Optional<Long> expected(String postId) {
        return Optional.ofNullable(posts.get(postId))
                .filter(PostLedger::isLive)
                .map(Written::revision);
    }

    /** How many posts there are. */
    synchronized long live() {
        return live;
    }

    /** Every post that was ever written. */
    synchronized List<String> all() {
        return List.copyOf(posts.keySet());
    }

    /** Some posts that are live, at most so many. */
    synchronized List<String> sample(int count, Random random) {
        List<String> all = List.copyOf(posts.keySet());
        return random.ints(4L * count, 0, all.size())
                .mapToObj(all::get)
                .distinct()
                .filter(id -> isLive(posts.get(id)))
                .limit(count)
                .toList();
    }

    private static boolean isLive(Written written) {
        return written != null && written.fate() == Fate.LIVE;
    }
}
