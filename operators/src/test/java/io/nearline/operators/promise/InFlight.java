package io.nearline.operators.promise;

import io.nearline.operators.admit.AdmittedPost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is in flight in the async stage, on each of its subtasks: posts overtake each other, the
 * revisions of one post on one subtask do not. Restored on another number of subtasks it is dealt
 * out in turn, whoever owns the keys.
 */
final class InFlight {

    private final List<List<AdmittedPost>> bySubtask = new ArrayList<>();

    InFlight(int subtasks) {
        for (int i = 0; i < subtasks; i++) {
            bySubtask.add(new ArrayList<>());
        }
    }

    /** What was in flight comes back, in any order. */
    static InFlight restored(List<List<AdmittedPost>> before, int subtasks, Random random) {
        InFlight restored = new InFlight(subtasks);
        if (before.size() == subtasks) {
            for (int i = 0; i < subtasks; i++) {
                restored.bySubtask.get(i).addAll(before.get(i));
            }
        } else {
            List<AdmittedPost> all = before.stream().flatMap(List::stream).toList();
            for (int i = 0; i < all.size(); i++) {
                restored.bySubtask.get(i % subtasks).add(all.get(i));
            }
        }
        restored.bySubtask.forEach(posts -> Collections.shuffle(posts, random));
        return restored;
    }

    void add(int subtask, AdmittedPost post) {
        bySubtask.get(subtask).add(post);
    }

    boolean isEmpty() {
        return bySubtask.stream().allMatch(List::isEmpty);
    }

    /**
     * Removes the oldest of some post on some subtask; null if nothing is in flight.
     *
     * @param pick which, 0 or more
     */
    AdmittedPost take(int pick) {
        int size = bySubtask.stream().mapToInt(List::size).sum();
        if (size == 0) {
            return null;
        }
        int rest = pick % size;
        int subtask = 0;
        while (rest >= bySubtask.get(subtask).size()) {
            rest -= bySubtask.get(subtask++).size();
        }
        List<AdmittedPost> beside = bySubtask.get(subtask);
        String postId = postId(beside.get(rest));
        AdmittedPost oldest =
                beside.stream().filter(one -> postId(one).equals(postId)).findFirst().orElseThrow();
        beside.remove(oldest);
        return oldest;
    }

    List<List<AdmittedPost>> snapshot() {
        return bySubtask.stream().map(List::copyOf).toList();
    }

    private static String postId(AdmittedPost admitted) {
        return admitted.post().version().postId();
    }
}
