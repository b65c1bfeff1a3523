package io.nearline.pipeline.source.pace;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The machine's time, with the one timer thread that the JDK has for futures. */
final class SystemDelay implements LiveFirst.Delay {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void run(Duration after, Runnable action) {
        CompletableFuture.delayedExecutor(after.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                .execute(action);
    }
}
