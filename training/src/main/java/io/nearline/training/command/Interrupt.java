package io.nearline.training.command;

import io.nearline.embedding.process.Signals;
import io.nearline.training.model.StoppedException;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * Ctrl-C, or a plain kill, asks a command for an end: after the step while it trains, else between
 * two texts or batches. The JVM ends when what was begun is closed. A second one ends it at once.
 */
final class Interrupt {

    private final Thread worker = Thread.currentThread();
    private Runnable wish = worker::interrupt;
    private int exitCode;

    private Interrupt() {}

    /** What a command does. */
    interface Work {
        void run(Interrupt interrupt) throws IOException;
    }

    /**
     * Works on this thread.
     *
     * @return the exit code: 0, or that of the signal
     */
    static int during(PrintWriter err, Work work) throws IOException {
        Interrupt interrupt = new Interrupt();
        Signals signals = new Signals(interrupt::takes);
        try {
            work.run(interrupt);
        } catch (IOException | RuntimeException e) {
            // A thread that was interrupted may fail anywhere.
            if (interrupt.exitCode() == 0) {
                throw e;
            }
            err.println("nearline: stopped");
        } finally {
            signals.close();
        }
        return interrupt.exitCode();
    }

    /**
     * A training is begun, which ends by itself.
     *
     * @param stop asks it to, from any thread
     * @throws StoppedException if an end was asked for before
     */
    synchronized void calls(Runnable stop) {
        if (exitCode != 0) {
            throw new StoppedException();
        }
        wish = stop;
    }

    /** The training has ended: from now on the thread is interrupted, and at once if it should. */
    synchronized void interruptsAgain() {
        wish = worker::interrupt;
        if (exitCode != 0) {
            worker.interrupt();
        }
    }

    private synchronized void takes(int exitCodeOfSignal) {
        if (exitCode != 0) {
            Runtime.getRuntime().halt(exitCodeOfSignal);
        }
        exitCode = exitCodeOfSignal;
        wish.run();
    }

    private synchronized int exitCode() {
        return exitCode;
    }
}
