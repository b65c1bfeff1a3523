package io.nearline.operators.rollout;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread per model name, so that what is done with one model is done in order, and a model that
 * hangs holds up no other. An idle thread ends after some seconds.
 */
final class ModelLanes implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ClassLoader classLoader;
    private final Map<String, Lane> byName = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param classLoader of the job's code: the threads of engines inherit it
     */
    ModelLanes(ClassLoader classLoader) {
        this.classLoader = classLoader;
    }

    /** Does it after what was given before for that name. Does nothing once closed. */
    void execute(String name, Runnable work) {
        var unused = schedule(name, work, Duration.ZERO);
    }

    /**
     * Does it later.
     *
     * @return false if it is not going to be done, because all is being closed
     */
    boolean schedule(String name, Runnable work, Duration delay) {
        if (closed) {
            return false;
        }
        try {
            lane(name).schedule(work, delay);
            return true;
        } catch (RejectedExecutionException closedMeanwhile) {
            return false;
        }
    }

    /**
     * Interrupts what is being done for that name now: a fetch gives up, a verification goes on.
     */
    void interrupt(String name) {
        lane(name).interrupt();
    }

    /** Waits for what is being done, through interrupts: no model is closed while it is opened. */
    @Override
    public void close() {
        closed = true;
        byName.values().forEach(Lane::stop);
        byName.values().forEach(Lane::awaitEnd);
    }

    private Lane lane(String name) {
        return byName.computeIfAbsent(name, any -> new Lane(classLoader));
    }

    /** The thread of one name. */
    private static final class Lane {

        private final ScheduledThreadPoolExecutor executor;
        private volatile @Nullable Thread working;

        private Lane(ClassLoader classLoader) {
            executor = new ScheduledThreadPoolExecutor(1, work -> thread(work, classLoader));
            executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            executor.allowCoreThreadTimeOut(true);
            executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }

        private static Thread thread(Runnable work, ClassLoader classLoader) {
            Thread thread = new Thread(work, "nearline-stage-model");
            thread.setDaemon(true);
            thread.setContextClassLoader(classLoader);
            return thread;
        }

        private void schedule(Runnable work, Duration delay) {
            var unused =
                    executor.schedule(() -> run(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void run(Runnable work) {
            synchronized (this) {
                working = Thread.currentThread();
            }
            try {
                work.run();
            } finally {
                synchronized (this) {
                    working = null;
                    // An interrupt that came too late is not meant for what follows.
                    var unused = Thread.interrupted();
                }
            }
        }

        private synchronized void interrupt() {
            if (working != null) {
                working.interrupt();
            }
        }

        private void stop() {
            var unused = executor.shutdownNow();
        }

        private void awaitEnd() {
            boolean interrupted = false;
            while (!executor.isTerminated()) {
                try {
                    if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                        stop();
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
