package io.nearline.training.command;

import java.util.concurrent.CountDownLatch;

/** Ctrl-C asks for an end, and the JVM waits until what was begun is closed. */
final class Interrupt implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Runnable wish = () -> {};

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::wishAndWait, "interrupt"));
    }

    /** What is done at a Ctrl-C. */
    void calls(Runnable stop) {
        wish = stop;
    }

    private void wishAndWait() {
        wish.run();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        wish = () -> {};
        closed.countDown();
    }
}
