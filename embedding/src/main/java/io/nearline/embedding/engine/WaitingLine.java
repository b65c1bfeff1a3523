package io.nearline.embedding.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;

/** Where requests wait for a worker, first come first served, with room for so many. */
final class WaitingLine<T> {

    private final int room;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someCame = lock.newCondition();
    private final Condition someLeft = lock.newCondition();
    private boolean closed;

    WaitingLine(int room) {
        this.room = room;
    }

    /**
     * Joins the line, waiting for room if there is none.
     *
     * @return whether it did; not if the line is or gets closed
     */
    boolean join(T request) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && waiting.size() >= room) {
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
    boolean squeezeIn(T request) {
        lock.lock();
        try {
            return !closed && add(request);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes from the head of the line as soon as anything waits there.
     *
     * @param share how many to take, given how many wait
     * @return what was taken; empty only once the line is closed
     */
    List<T> take(IntUnaryOperator share) {
        lock.lock();
        try {
            while (!closed && waiting.isEmpty()) {
                someCame.awaitUninterruptibly();
            }
            return leave(share.applyAsInt(waiting.size()));
        } finally {
            lock.unlock();
        }
    }

    /** Closes the line for ever and returns those who still waited. */
    List<T> close() {
        lock.lock();
        try {
            List<T> rest = leave(waiting.size());
            closed = true;
            someCame.signalAll();
            someLeft.signalAll();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    private boolean add(T request) {
        waiting.addLast(request);
        someCame.signal();
        return true;
    }

    private List<T> leave(int count) {
        List<T> taken = new ArrayList<>(count);
        while (taken.size() < count && !waiting.isEmpty()) {
            taken.add(waiting.pollFirst());
        }
        someLeft.signalAll();
        return taken;
    }
}
