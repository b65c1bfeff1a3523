package io.nearline.retrieval.serve;

import io.nearline.retrieval.serve.Problem.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets in as many queries as the service can answer, and none when it stops. Nobody queues: who is
 * not let in is told when to come again, so that those inside stay fast.
 */
final class QueryGate {

    private final int atOnce;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private int inside;
    private long entered;
    private double tokens;
    private long filledAt;
    private boolean stopping;

    /** What a query holds while it is inside. */
    @FunctionalInterface
    interface Pass {

        /** Makes room for another; to be called once. */
        void giveBack();
    }

    /**
     * A gate.
     *
     * @param atOnce queries inside at most
     * @param perSecond queries let in a second on average, with bursts of a second's worth;
     *     infinite for no limit
     * @param nanoTime as {@link System#nanoTime}
     */
    QueryGate(int atOnce, double perSecond, LongSupplier nanoTime) {
        if (atOnce < 1 || !(perSecond > 0)) {
            throw new IllegalArgumentException(
                    "%d queries at once, %s a second: give 1 or more, and more than 0."
                            .formatted(atOnce, perSecond));
        }
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.tokens = Math.max(1, perSecond);
        this.filledAt = nanoTime.getAsLong();
    }

    /**
     * Lets a query in.
     *
     * @throws QueryRefusedException if it must come later, or the service stops
     */
    Pass enter() {
        lock.lock();
        try {
            if (stopping) {
                throw Problem.of(Kind.STOPPING, "The service is stopping: ask another one.")
                        .thrown();
            }
            if (inside >= atOnce) {
                throw Problem.of(
                                Kind.OVERLOADED,
                                "%d queries are being answered, as many as the service takes at once: ask again in a second."
                                        .formatted(inside))
                        .thrown();
            }
            takeToken();
            inside++;
            entered++;
            return this::leave;
        } finally {
            lock.unlock();
        }
    }

    /** How many are inside. */
    int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }

    /** How many have ever been let in. */
    long entered() {
        lock.lock();
        try {
            return entered;
        } finally {
            lock.unlock();
        }
    }

    boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets nobody in any more, and waits until all are out.
     *
     * @return whether they were in this time
     */
    boolean drain(Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            stopping = true;
            while (inside > 0 && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
            return inside == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            inside--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void takeToken() {
        if (Double.isInfinite(perSecond)) {
            return;
        }
        long now = nanoTime.getAsLong();
        double gained = (now - filledAt) * perSecond / TimeUnit.SECONDS.toNanos(1);
        tokens = Math.min(Math.max(1, perSecond), tokens + gained);
        filledAt = now;
        if (tokens < 1) {
            throw Problem.of(
                            Kind.TOO_MANY_REQUESTS,
                            "More than %s queries a second came: ask again in a second."
                                    .formatted(perSecond))
                    .thrown();
        }
        tokens--;
    }
}
