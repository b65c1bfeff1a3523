package io.nearline.bench.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs one piece of work on several threads at once.
 *
 * @param count threads
 */
public record Callers(int count) {

    /** What a caller does. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Returns when every caller is done; the first failure of any fails all. */
    public void run(Work work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Callable<Void> task =
                        () -> {
                            work.run();
                            return null;
                        };
                running.add(threads.submit(task));
            }
            for (Future<Void> caller : running) {
                caller.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
