package io.nearline.embedding.engine;

/** One thread of an engine and what it has in hand. */
final class Worker {

    private final InHand inHand;
    private final Thread thread;

    /**
     * A worker that is not started yet; it inherits the caller's context class loader.
     *
     * @param work what its thread does until the engine ends
     */
    Worker(String name, InHand inHand, Runnable work) {
        this.inHand = inHand;
        this.thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    }

    InHand inHand() {
        return inHand;
    }

    Thread thread() {
        return thread;
    }
}
