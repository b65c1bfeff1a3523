package io.nearline.embedding.engine;

import io.nearline.embedding.batch.BatchPolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where requests wait, with room for so many: first for a worker to tokenise them, then for their
 * turn in the model. Batch mates are chosen among all that wait, whichever worker tokenised them.
 */
final class WaitingLine {

    private final int room;
    private final int workers;
    private final BatchPolicy policy;
    private final ArrayDeque<Request> arrived = new ArrayDeque<>();
    private final List<TokenizedRequest> tokenized = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someCame = lock.newCondition();
    private final Condition someLeft = lock.newCondition();
    private int withWorkers;
    private boolean closed;

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
     * Joins the line, waiting for room if there is none.
     *
     * @return whether it did; not if the line is or gets closed
     */
    boolean join(Request request) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && arrived.size() + withWorkers + tokenized.size() >= room) {
                someLeft.await();
            }
            return !closed && add(request);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Joins the line even if there is no room.
     *
     * @return whether it did; not if the line is closed
     */
    boolean squeezeIn(Request request) {
        lock.lock();
        try {
            return !closed && add(request);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to do for the calling worker, or the line is closed. */
    Step next() {
        lock.lock();
        try {
            while (!closed && arrived.isEmpty() && tokenized.isEmpty()) {
                someCame.awaitUninterruptibly();
            }
            return closed ? new Step.Leave() : choose();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A worker is through with tokenising.
     *
     * @param count requests that it was given
     * @param ready those of them that go on to the model
     * @return whether these wait again; not if the line was closed meanwhile
     */
    boolean bringBack(int count, List<TokenizedRequest> ready) {
        lock.lock();
        try {
            withWorkers -= count;
            if (!closed) {
                tokenized.addAll(ready);
            }
            if (ready.size() < count) {
                someLeft.signalAll();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A step was taken from a worker that hangs.
     *
     * @param step the step
     * @param waiting its requests that have to wait again, at the head of the line
     * @return whether they do; not if the line was closed meanwhile
     */
    boolean takeBack(Step step, List<Request> waiting) {
        lock.lock();
        try {
            if (step instanceof Step.Tokenize tokenize) {
                withWorkers -= tokenize.requests().size();
            }
            if (closed) {
                return false;
            }
            for (int i = waiting.size() - 1; i >= 0; i--) {
                arrived.addFirst(waiting.get(i));
            }
            someCame.signalAll();
            someLeft.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the line for ever and returns those who still waited. */
    List<Request> close() {
        lock.lock();
        try {
            List<Request> rest = new ArrayList<>(arrived);
            tokenized.forEach(waiting -> rest.add(waiting.request()));
            arrived.clear();
            tokenized.clear();
            closed = true;
            someCame.signalAll();
            someLeft.signalAll();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    private boolean add(Request request) {
        arrived.addLast(request);
        someCame.signal();
        return true;
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
        List<TokenizedRequest> batch = policy.choose(tokenized, TokenizedRequest::length, workers);
        Step step = new Step.Encode(batch);
        remove(batch);
        someLeft.signalAll();
        return step;
    }

    /** In one pass, however many. */
    private void remove(List<TokenizedRequest> batch) {
        Set<TokenizedRequest> leaving = Collections.newSetFromMap(new IdentityHashMap<>());
        leaving.addAll(batch);
        tokenized.removeIf(leaving::contains);
    }
}
