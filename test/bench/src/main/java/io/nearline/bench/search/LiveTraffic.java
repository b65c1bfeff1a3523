package io.nearline.bench.search;

import io.nearline.bench.input.BenchPosts;
import io.nearline.topics.cluster.PostPublisher;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** New posts at an even rate, until it is closed. */
final class LiveTraffic implements AutoCloseable {

    private final PostPublisher publisher;
    private final BenchPosts posts;
    private volatile boolean over;
    private @Nullable Thread thread;

    /** Traffic that has not begun. */
    LiveTraffic(PostPublisher publisher, BenchPosts posts) {
        this.publisher = publisher;
        this.posts = posts;
    }

    void start(double perSecond) {
        Thread writing = new Thread(() -> write(perSecond), "live-traffic");
        writing.setDaemon(true);
        writing.start();
        thread = writing;
    }

    @Override
    public void close() {
        over = true;
        try (publisher) {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(double perSecond) {
        long begun = System.nanoTime();
        for (int i = 0; !over; i++) {
            long due = begun + (long) (i / perSecond * 1e9);
            for (long left; !over && (left = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            publisher.publish(posts.event(i, "live-" + i));
        }
    }
}
