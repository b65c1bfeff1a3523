package io.nearline.bench.job;

import io.nearline.operations.local.EmbeddedJob;
import io.nearline.operations.local.JobFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.execution.JobClient;

/** A Flink job of this process. */
public interface RunningJob extends AutoCloseable {

    /** Returns while it runs, or has ended well; throws why it failed. */
    void check() throws JobFailedException, InterruptedException;

    @Override
    void close();

    /** One of Nearline's. */
    static RunningJob of(EmbeddedJob job) {
        return new RunningJob() {
            @Override
            public void check() throws JobFailedException, InterruptedException {
                if (job.hasEnded()) {
                    job.await();
                }
            }

            @Override
            public void close() {
                job.close();
            }
        };
    }

    /**
     * One of Nearline's that ends by itself: waits for it, for to cancel it at its end may fail.
     */
    static RunningJob ofBounded(EmbeddedJob job) {
        return new RunningJob() {
            @Override
            public void check() throws JobFailedException, InterruptedException {
                if (job.hasEnded()) {
                    job.await();
                }
            }

            @Override
            public void close() {
                try {
                    job.await();
                } catch (JobFailedException e) {
                    throw new IllegalStateException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** Any other. */
    static RunningJob of(JobClient client) {
        CompletableFuture<?> result = client.getJobExecutionResult();
        return new RunningJob() {
            @Override
            public void check() {
                if (result.isDone()) {
                    result.join();
                }
            }

            @Override
            public void close() {
                try {
                    client.cancel().get(30, TimeUnit.SECONDS);
                    result.get(30, TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    // Cancelling ends the result exceptionally.
                    return;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
