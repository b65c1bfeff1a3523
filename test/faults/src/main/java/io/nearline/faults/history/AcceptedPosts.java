package io.nearline.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The writes of a history, found by what an update says of them. */
final class AcceptedPosts {
    private final Map<String, PostWrite> byStamp = new HashMap<>();
    private final Map<Place, PostWrite> byPlace = new HashMap<>();
    private final Map<String, NavigableMap<Long, PostWrite>> committed = new TreeMap<>();
    private final Map<String, List<PostWrite>> byPost = new HashMap<>();

    AcceptedPosts(List<PostWrite> writes) {
        for (PostWrite write : writes) {
            byPlace.put(write.place(), write);
            if (write.event().isPresent()) {
                add(write, write.event().get().getPostId());
            }
        }
    }

    private void add(PostWrite write, String postId) {
        write.stamp().ifPresent(stamp -> byStamp.put(stamp, write));
        byPost.computeIfAbsent(postId, id -> new ArrayList<>()).add(write);
        if (write.committed()) {
            // Of equal revisions the first is the one that counts.
            committed
                    .computeIfAbsent(postId, id -> new TreeMap<>())
                    .putIfAbsent(write.revision(), write);
        }
    }

    /** Accepted revisions of every post, by post id. */
    Map<String, NavigableMap<Long, PostWrite>> byPost() {
        return committed;
    }

    Optional<PostWrite> at(Place place) {
        return Optional.ofNullable(byPlace.get(place));
    }

    /** The write with that stamp, committed or not. */
    Optional<PostWrite> stamped(String stamp) {
        return Optional.ofNullable(byStamp.get(stamp));
    }

    /** The accepted revision of that post. */
    Optional<PostWrite> revision(String postId, long revision) {
        return Optional.ofNullable(committed.getOrDefault(postId, new TreeMap<>()).get(revision));
    }

    /** Whether a write of that revision was rolled back. */
    boolean wasAborted(String postId, long revision) {
        return all(postId).stream()
                .anyMatch(write -> !write.committed() && write.revision() == revision);
    }

    /** All writes of the post in their order. */
    List<PostWrite> all(String postId) {
        return byPost.getOrDefault(postId, List.of());
    }
}
