package io.nearline.cli.terminal;

import io.nearline.embedding.process.Signals;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.ExitCode;

/**
 * Takes Ctrl-C, a plain kill and a terminal that closes as the wish that a command ends, which then
 * closes what it has opened in its own order, before any shutdown hook runs. A second signal ends
 * the process at once; so does the first when too much time has passed. It does not interrupt: what
 * is interrupted while it closes leaves things behind.
 */
public final class StopOnSignal implements AutoCloseable {

    /** Longer than stopping the job and the broker takes on a busy machine. */
    private static final Duration LONGEST_END = Duration.ofSeconds(45);

    private final Duration longestEnd;
    private final AtomicInteger exitCode = new AtomicInteger(ExitCode.OK);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Signals signals;

    private StopOnSignal(Duration longestEnd) {
        this.longestEnd = longestEnd;
        this.signals = new Signals(this::take);
    }

    /** From now until {@link #close} a signal is a wish. */
    public static StopOnSignal install() {
        return within(LONGEST_END);
    }

    static StopOnSignal within(Duration longestEnd) {
        return new StopOnSignal(longestEnd);
    }

    /** Whether the process has been asked to end. */
    public boolean isWanted() {
        return exitCode() != ExitCode.OK;
    }

    /**
     * 0, or what the command ends with once it has been asked to: 130 after Ctrl-C, 143 after a
     * kill.
     */
    public int exitCode() {
        return exitCode.get();
    }

    /** Each signal has a thread of its own, which may wait. */
    private void take(int exitCodeOfSignal) {
        boolean first = exitCode.compareAndSet(ExitCode.OK, exitCodeOfSignal);
        if (!first) {
            Runtime.getRuntime().halt(exitCodeOfSignal);
        }
        try {
            if (!closed.await(longestEnd.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("nearline: not everything stopped in time; ending all the same");
                Runtime.getRuntime().halt(exitCodeOfSignal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is closed; signals do again what they did before. */
    @Override
    public void close() {
        closed.countDown();
        signals.close();
    }
}
