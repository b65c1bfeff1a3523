package io.nearline.faults.history;

import io.nearline.schemas.IndexKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far the index-updates topic is behind the accepted writes, while both go on. Not safe for use
 * by several threads.
 *
 * <p>A key is behind since its oldest accepted write that is newer than the last record of the key.
 * A record that takes the key back to an older revision makes it so far behind again.
 */
public final class Liveness {
    private final Set<String> models;
    private final Map<String, TreeMap<Long, PostWrite>> writes = new HashMap<>();
    private final Map<Place, PostWrite> byPlace = new HashMap<>();
    private final Map<IndexKey, Long> lastRevision = new HashMap<>();

    /** Every post must be published under these models. */
    public Liveness(Set<String> models) {
        this.models = Set.copyOf(models);
    }

    /** A committed record of the posts topic. */
    public void written(PostWrite write) {
        if (write.event().isEmpty()) {
            return;
        }
        byPlace.put(write.place(), write);
        String postId = write.event().get().getPostId();
        TreeMap<Long, PostWrite> ofPost = writes.computeIfAbsent(postId, id -> new TreeMap<>());
        // A write older than an accepted one asks for nothing.
        if (ofPost.isEmpty() || ofPost.lastKey() < write.revision()) {
            ofPost.put(write.revision(), write);
        }
    }

    /** A record of the index-updates topic. */
    public void published(Publication publication) {
        lastRevision.put(publication.key(), publication.revision());
    }

    /** A record of the dead-letters topic: nobody waits any more for what is not retryable. */
    public void givenUp(GivenUp letter) {
        PostWrite write = byPlace.get(letter.origin());
        if (write != null && !letter.letter().getRetryable()) {
            writes.get(write.event().orElseThrow().getPostId()).remove(write.revision());
        }
    }

    /**
     * Returns since when each key is behind that is so for longer than {@code boundMillis}, one
     * line a key; empty if all are as fresh as that.
     */
    public List<String> behind(long nowMillis, long boundMillis) {
        List<String> lines = new ArrayList<>();
        writes.forEach(
                (postId, ofPost) -> {
                    for (String model : models) {
                        IndexKey key = new IndexKey(postId, model);
                        long last = lastRevision.getOrDefault(key, -1L);
                        var waiting = ofPost.higherEntry(last);
                        if (waiting != null
                                && nowMillis - waiting.getValue().atMillis() > boundMillis) {
                            lines.add(line(key, last, ofPost, waiting.getValue(), nowMillis));
                        }
                    }
                });
        return lines;
    }

    private static String line(
            IndexKey key,
            long last,
            NavigableMap<Long, PostWrite> ofPost,
            PostWrite waiting,
            long nowMillis) {
        return "%s is on %s, behind since %.1f s: first missed %s, %d revisions missed up to %s"
                .formatted(
                        key,
                        last < 0 ? "nothing" : "r" + last,
                        (nowMillis - waiting.atMillis()) / 1000.0,
                        waiting,
                        ofPost.tailMap(last, false).size(),
                        ofPost.lastEntry().getValue());
    }
}
