package io.nearline.bench.job;

import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.local.LocalJob;

/** A Flink job of this process. */
public interface RunningJob extends AutoCloseable {

    /** Returns while it runs, or has ended well; throws why it failed. */
    void check() throws JobFailedException, InterruptedException;

    @Override
    void close();

    /** One that goes on until it is closed. */
    static RunningJob of(LocalJob job) {
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

    /** One that ends by itself, for which its closing waits. */
    static RunningJob ofBounded(LocalJob job) {
        return new RunningJob() {
            @Override
            public void check() throws JobFailedException, InterruptedException {
                if (job.hasEnded()) {
                    job.await();
                }
            }

            @Override
            public void close() {
                try (job) {
                    job.await();
                } catch (JobFailedException e) {
                    throw new IllegalStateException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
