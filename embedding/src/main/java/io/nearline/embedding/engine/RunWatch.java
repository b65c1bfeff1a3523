package io.nearline.embedding.engine;

import java.util.List;
import java.util.function.Consumer;

/**
 * Notices runs that do not end. Its time is the number of its ticks: a process that stood still, or
 * a clock that jumped, is one tick and times nothing out. For one thread that ticks, and many that
 * read the time.
 */
final class RunWatch {

    /** Ticks of one time-out: it is kept to a tenth. */
    static final int TICKS = 10;

    /** A run that was told to end has this many ticks to do so. */
    static final int GRACE = 2;

    private final List<Worker> workers;
    private final Consumer<Thread> terminate;
    private final Consumer<InHand.Taken> timedOut;
    private final Runnable allHang;
    private volatile long now;

    /**
     * @param terminate tells the run that a thread is in to end
     * @param timedOut gets what was taken from a worker whose run did not end in time
     * @param allHang told with each tick at which no worker is left that works
     */
    RunWatch(
            List<Worker> workers,
            Consumer<Thread> terminate,
            Consumer<InHand.Taken> timedOut,
            Runnable allHang) {
        this.workers = workers;
        this.terminate = terminate;
        this.timedOut = timedOut;
        this.allHang = allHang;
    }

    /** The time. */
    long now() {
        return now;
    }

    /** A tenth of the time-out has gone by. */
    void tick() {
        long time = now + 1;
        now = time;
        for (Worker worker : workers) {
            worker.inHand()
                    .takeIfRunsSinceBefore(time - TICKS, () -> terminate.accept(worker.thread()))
                    .ifPresent(timedOut);
        }
        long longAgo = time - TICKS - GRACE;
        if (workers.stream().allMatch(worker -> worker.inHand().runsSinceBefore(longAgo))) {
            allHang.run();
        }
    }
}
