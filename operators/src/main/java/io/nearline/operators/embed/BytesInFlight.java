package io.nearline.operators.embed;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Weighs what is in flight, so that a few large posts are held back where many small ones are not.
 * One thread brings posts, many finish them.
 */
final class BytesInFlight {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean waiting;

    /**
     * @param most bytes that may be in flight; a single post may exceed it
     */
    BytesInFlight(long most) {
        this.most = most;
    }

    /** Brings a post; waits until there is room for it, or nothing else in flight. */
    void enter(long weight) throws InterruptedException {
        if (!tryEnter(weight)) {
            awaitRoom(weight);
        }
    }

    private synchronized void awaitRoom(long weight) throws InterruptedException {
        // Before the next look: whoever leaves after it finds somebody to wake up.
        waiting = true;
        try {
            while (!tryEnter(weight)) {
                wait();
            }
        } finally {
            waiting = false;
        }
    }

    /** A post is finished. */
    void leave(long weight) {
        bytes.addAndGet(-weight);
        if (waiting) {
            wakeUp();
        }
    }

    private synchronized void wakeUp() {
        notifyAll();
    }

    private boolean tryEnter(long weight) {
        long before = bytes.get();
        while (before == 0 || before + weight <= most) {
            if (bytes.compareAndSet(before, before + weight)) {
                return true;
            }
            before = bytes.get();
        }
        return false;
    }
}
