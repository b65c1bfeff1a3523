package io.nearline.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices Ctrl-C (and a plain kill) and keeps the JVM alive until this has been closed, so that the
 * command can stop in its own order. It does not interrupt: what is interrupted while it closes
 * leaves things behind.
 */
public final class StopOnSignal implements AutoCloseable {

    /** Longer than stopping the job and the broker takes on a busy machine. */
    private static final long CLEAN_UP_SECONDS = 45;

    private final AtomicBoolean wanted = new AtomicBoolean();
    private final CountDownLatch cleanedUp = new CountDownLatch(1);

    private StopOnSignal() {}

    /** From now on the JVM waits for {@link #close} when it is asked to end. */
    public static StopOnSignal install() {
        StopOnSignal stop = new StopOnSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::await, "stop-on-signal"));
        return stop;
    }

    /** Whether the process has been asked to end. */
    public boolean isWanted() {
        return wanted.get();
    }

    private void await() {
        wanted.set(true);
        try {
            boolean inTime = cleanedUp.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("nearline: not everything stopped in time; ending all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        cleanedUp.countDown();
    }
}
