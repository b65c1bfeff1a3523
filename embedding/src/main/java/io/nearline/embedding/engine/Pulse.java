package io.nearline.embedding.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls somebody again and again, on a thread of its own, until it is closed. */
interface Pulse extends AutoCloseable {

    /** Begins to call {@code beat}. Call once. */
    void start(Runnable beat);

    /** Ends it; a beat may still be under way. */
    @Override
    void close();

    /** A daemon thread that sleeps for {@code period} between beats. */
    static Pulse every(Duration period, String threadName) {
        return new Pulse() {

            private @Nullable Thread thread;

            @Override
            public void start(Runnable beat) {
                thread = new Thread(() -> beat(beat), threadName);
                thread.setDaemon(true);
                thread.start();
            }

            private void beat(Runnable beat) {
                try {
                    while (true) {
                        TimeUnit.NANOSECONDS.sleep(period.toNanos());
                        beat.run();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void close() {
                if (thread != null) {
                    thread.interrupt();
                }
            }
        };
    }
}
