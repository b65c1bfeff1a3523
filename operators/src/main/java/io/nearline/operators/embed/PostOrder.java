package io.nearline.operators.embed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets the outcomes of one post go on in the order in which its revisions set out. No post waits
 * for another, so a long text holds up only what came later of its own post. Safe for use by many
 * threads.
 */
final class PostOrder {

    private final Map<String, Deque<Turn>> turns = new HashMap<>();

    private static final class Turn {
        private final ResultFuture<?> result;
        private @Nullable Runnable deliver;

        private Turn(ResultFuture<?> result) {
            this.result = result;
        }

        private boolean isFinished() {
            return deliver != null;
        }
    }

    /**
     * A revision sets out; {@link #finish} must follow.
     *
     * @param result where its outcome will go, which tells it from others of its post
     */
    synchronized void begin(String postId, ResultFuture<?> result) {
        turns.computeIfAbsent(postId, id -> new ArrayDeque<>(2)).add(new Turn(result));
    }

    /**
     * The outcome of a revision that set out is there. Only the first one counts.
     *
     * @param deliver hands it on without blocking; called now or, by whoever finishes then, when
     *     all earlier revisions of the post are through
     * @throws RuntimeException or Error, if handing one on failed; the others were handed on
     */
    synchronized void finish(String postId, ResultFuture<?> result, Runnable deliver) {
        Deque<Turn> ofPost = turns.get(postId);
        if (ofPost == null) {
            return;
        }
        if (ofPost.size() == 1) {
            finishOnly(postId, ofPost.getFirst(), result, deliver);
            return;
        }
        for (Turn turn : ofPost) {
            if (turn.result == result && !turn.isFinished()) {
                turn.deliver = deliver;
            }
        }
        List<Runnable> due = new ArrayList<>();
        while (!ofPost.isEmpty() && ofPost.getFirst().isFinished()) {
            due.add(ofPost.removeFirst().deliver);
        }
        if (ofPost.isEmpty()) {
            turns.remove(postId);
        }
        InTurn.run(due);
    }

    /** The common case, by the shortest way. */
    private void finishOnly(String postId, Turn turn, ResultFuture<?> result, Runnable deliver) {
        if (turn.result == result) {
            turns.remove(postId);
            deliver.run();
        }
    }
}
