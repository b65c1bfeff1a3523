package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.batch.BatchPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait, with room for so many: first for a worker to tokenise them, then for their
 * turn in the model. Batch mates are chosen among all that wait, whichever worker tokenised them.
 * Once it is closed, for a reason, it fails with that reason whatever waits or comes. Safe for use
 * by many threads.
 */
final class WaitingLine {

    private final int room;
    private final int workers;
    private final BatchPolicy policy;
    private final ArrayDeque<Request> arrived = new ArrayDeque<>();
    private final List<Request.Tokenized> tokenized = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someCame = lock.newCondition();
    private final Condition someLeft = lock.newCondition();
    private int withWorkers;

    /** Written under the lock; null while the line is open. */
    private volatile @Nullable EmbeddingException closedFor;

    /** What a worker does next. */
    sealed interface Step {

        /** Tokenise these, and bring them back to the line. */
        record Tokenize(List<Request> requests) implements Step {}

        /** Send these through the model in one call, and answer them. */
        record Encode(List<Request.Tokenized> batch) implements Step {}

        /** Nothing ever again: the line is closed. */
        record Stop() implements Step {}
    }

    /**
     * @param room requests that may wait
     * @param workers threads that ask for {@link #next}
     * @param policy who goes together
     */
    WaitingLine(int room, int workers, BatchPolicy policy) {
        this.room = room;
        this.workers = workers;
        this.policy = policy;
    }

    /**
     * Asks for a run, and blocks while there is no room. Fails if the caller is interrupted then,
     * or is so already.
     */
    CompletableFuture<Embedding> ask(EmbeddableText text) {
        Request request = Request.of(text);
        try {
            failIfRefused(request, enqueue(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.fail(
                    new RetryableEmbeddingException(
                            "interrupted while waiting for room in the line", e));
        }
        return request.answer();
    }

    /** As {@link #ask}, but takes the text even if there is no room, so never blocks. */
    CompletableFuture<Embedding> askUnbounded(EmbeddableText text) {
        Request request = Request.of(text);
        failIfRefused(request, enqueueUnbounded(request));
        return request.answer();
    }

    /** Returns why it did not join; null if it did. */
    private @Nullable EmbeddingException enqueue(Request request) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isOpen() && size() >= room) {
                someLeft.await();
            }
            return add(request);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable EmbeddingException enqueueUnbounded(Request request) {
        lock.lock();
        try {
            return add(request);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to do for the calling worker, or the line is closed. */
    Step next() {
        lock.lock();
        try {
            while (isOpen() && arrived.isEmpty() && tokenized.isEmpty()) {
                someCame.awaitUninterruptibly();
            }
            return isOpen() ? choose() : new Step.Stop();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A worker is through with tokenising.
     *
     * @param count requests that it was given
     * @param ready those of them that go on to the model
     */
    void requeue(int count, List<Request.Tokenized> ready) {
        EmbeddingException reason;
        lock.lock();
        try {
            withWorkers -= count;
            reason = closedFor;
            if (reason == null) {
                tokenized.addAll(ready);
            }
            if (ready.size() < count) {
                someLeft.signalAll();
            }
        } finally {
            lock.unlock();
        }
        ready.forEach(text -> failIfRefused(text.request(), reason));
    }

    /**
     * A step was taken from a worker that hangs.
     *
     * @param step the step
     * @param waiting its requests that have to wait again, at the head of the line
     */
    void takeBack(Step step, List<Request> waiting) {
        EmbeddingException reason;
        lock.lock();
        try {
            if (step instanceof Step.Tokenize tokenize) {
                withWorkers -= tokenize.requests().size();
            }
            reason = closedFor;
            if (reason == null) {
                for (int i = waiting.size() - 1; i >= 0; i--) {
                    arrived.addFirst(waiting.get(i));
                }
                someCame.signalAll();
                someLeft.signalAll();
            }
        } finally {
            lock.unlock();
        }
        waiting.forEach(request -> failIfRefused(request, reason));
    }

    /**
     * Closes the line for ever.
     *
     * @return whether it was open until now; if not, the first reason stays
     */
    boolean close(EmbeddingException reason) {
        List<Request> rest;
        lock.lock();
        try {
            if (!isOpen()) {
                return false;
            }
            closedFor = reason;
            rest = new ArrayList<>(arrived);
            tokenized.forEach(waiting -> rest.add(waiting.request()));
            arrived.clear();
            tokenized.clear();
            someCame.signalAll();
            someLeft.signalAll();
        } finally {
            lock.unlock();
        }
        rest.forEach(request -> request.fail(reason));
        return true;
    }

    /** Why no run may begin any more; null while they may. */
    @Nullable EmbeddingException closedFor() {
        return closedFor;
    }

    /** Requests that have their room: all but those that are in the model. */
    int size() {
        lock.lock();
        try {
            return arrived.size() + withWorkers + tokenized.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen() {
        return closedFor == null;
    }

    private @Nullable EmbeddingException add(Request request) {
        if (isOpen()) {
            arrived.addLast(request);
            someCame.signal();
        }
        return closedFor;
    }

    private static void failIfRefused(Request request, @Nullable EmbeddingException reason) {
        if (reason != null) {
            request.fail(reason);
        }
    }

    private Step choose() {
        int ahead = policy.tokenizeNext(arrived.size(), tokenized.size(), workers);
        Step step = ahead > 0 ? tokenize(ahead) : encode();
        if (!arrived.isEmpty() || !tokenized.isEmpty()) {
            // Who came may have woken up a worker that another was faster than.
            someCame.signal();
        }
        return step;
    }

    /** They keep their room: most come back. */
    private Step tokenize(int most) {
        int count = Math.min(most, arrived.size());
        // Everything is there before the first one leaves: who has left is not lost if memory ends.
        List<Request> requests = new ArrayList<>(count);
        Step step = new Step.Tokenize(requests);
        while (requests.size() < count) {
            requests.add(arrived.pollFirst());
        }
        withWorkers += count;
        return step;
    }

    private Step encode() {
        List<Request.Tokenized> batch =
                policy.choose(tokenized, Request.Tokenized::length, workers);
        Step step = new Step.Encode(batch);
        remove(batch);
        someLeft.signalAll();
        return step;
    }

    /** In one pass, however many. */
    private void remove(List<Request.Tokenized> batch) {
        Set<Request.Tokenized> leaving = Collections.newSetFromMap(new IdentityHashMap<>());
        leaving.addAll(batch);
        tokenized.removeIf(leaving::contains);
    }
}
