package io.nearline.training.learn;

import io.nearline.training.tensor.Scope;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes the next value on a thread of its own while the present one is used. Values come in the
 * order in which one thread would compute them. The thread learns nothing, and ends when this is
 * closed.
 *
 * @param <T> of the values
 */
final class Ahead<T> implements AutoCloseable {
    private final Supplier<T> values;
    private final ExecutorService thread;
    private @Nullable Future<T> next;

    /**
     * Computes nothing yet.
     *
     * @param values used by the other thread alone, one call at a time
     */
    Ahead(Supplier<T> values) {
        this.values = values;
        this.thread =
                Executors.newSingleThreadExecutor(
                        work -> {
                            Thread made =
                                    new Thread(
                                            () -> {
                                                Scope.joinThread();
                                                work.run();
                                            },
                                            "next-step");
                            made.setDaemon(true);
                            return made;
                        });
    }

    /** Begins with the next value, if that has not begun. */
    void begin() {
        next = begun();
    }

    private Future<T> begun() {
        Future<T> begun = next;
        return begun == null ? thread.submit(values::get) : begun;
    }

    /**
     * The next value, when it is there.
     *
     * @throws RuntimeException as thrown by what computes it
     */
    T take() {
        Future<T> begun = begun();
        next = null;
        return result(begun);
    }

    private static <T> T result(Future<T> begun) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return begun.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Returns when nothing is computed any more. A value that has begun is computed to its end: an
     * interrupt would close the files that it reads.
     */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
