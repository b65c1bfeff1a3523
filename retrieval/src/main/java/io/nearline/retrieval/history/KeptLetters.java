package io.nearline.retrieval.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest dead letters, by post. Safe for use by many threads. */
final class KeptLetters {

    private final int most;
    private final Deque<PostLetter> inOrder = new ArrayDeque<>();
    private final Map<String, List<PostLetter>> byPost = new HashMap<>();
    private Optional<Instant> since = Optional.empty();

    /**
     * @param most letters to hold; a letter takes some 500 bytes
     */
    KeptLetters(int most) {
        this.most = most;
    }

    synchronized void add(PostLetter letter) {
        inOrder.addLast(letter);
        byPost.computeIfAbsent(letter.postId(), id -> new ArrayList<>(1)).add(letter);
        if (inOrder.size() > most) {
            PostLetter oldest = inOrder.removeFirst();
            byPost.computeIfPresent(
                    oldest.postId(),
                    (id, letters) -> {
                        letters.remove(0);
                        return letters.isEmpty() ? null : letters;
                    });
            leftOutBefore(oldest.failedAt());
        }
    }

    /** Letters up to this time are not all here. */
    synchronized void leftOutBefore(Instant time) {
        since = since.filter(time::isBefore).or(() -> Optional.of(time));
    }

    synchronized List<PostLetter> of(String postId) {
        return List.copyOf(byPost.getOrDefault(postId, List.of()));
    }

    /** The time before which letters may be missing; empty if none are. */
    synchronized Optional<Instant> since() {
        return since;
    }

    synchronized void clear() {
        inOrder.clear();
        byPost.clear();
        since = Optional.empty();
    }
}
