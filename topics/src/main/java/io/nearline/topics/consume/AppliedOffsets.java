package io.nearline.topics.consume;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** How far each partition has been applied, for threads that wait for it. */
final class AppliedOffsets {

    private final Lock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<Integer, Long> next = new TreeMap<>();
    private boolean ended;

    /** Everything before these offsets is applied. */
    void advance(Map<Integer, Long> offsets) {
        lock.lock();
        try {
            next.putAll(offsets);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be applied: nobody waits any longer. */
    void end() {
        lock.lock();
        try {
            ended = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the record at the offset was applied in this time. */
    boolean await(int partition, long offset, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (next.getOrDefault(partition, 0L) <= offset) {
                if (ended || left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    Map<Integer, Long> next() {
        lock.lock();
        try {
            return new TreeMap<>(next);
        } finally {
            lock.unlock();
        }
    }
}
