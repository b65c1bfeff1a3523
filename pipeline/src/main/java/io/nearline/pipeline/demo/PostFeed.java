package io.nearline.pipeline.demo;

import io.nearline.pipeline.broker.PostPublisher;
import io.nearline.pipeline.json.InvalidPostException;
import io.nearline.pipeline.json.PostJson;
import io.nearline.pipeline.json.PostLine;
import io.nearline.pipeline.json.PostLines;
import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes every line of some inputs, once, in order, at a given rate. A line that is no post is
 * published as it is: what becomes of it is the job's business. Run by one thread, watched by
 * others.
 */
final class PostFeed {

    private final List<PostInput> inputs;
    private final PostPublisher publisher;
    private final double postsPerSecond;
    private final AtomicLong published = new AtomicLong();
    private volatile boolean done;

    /**
     * @param postsPerSecond rate to keep to; infinite for as fast as the broker takes them
     */
    PostFeed(List<PostInput> inputs, PostPublisher publisher, double postsPerSecond) {
        this.inputs = List.copyOf(inputs);
        this.publisher = publisher;
        this.postsPerSecond = postsPerSecond;
    }

    /**
     * Publishes everything; returns once the broker has all of it.
     *
     * @throws InterruptedException if the thread was interrupted while it waited for its turn
     */
    void run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (PostInput input : inputs) {
            try (PostLines lines = input.open()) {
                for (Optional<PostLine> line = lines.next();
                        line.isPresent();
                        line = lines.next()) {
                    awaitTurn(start);
                    publish(line.get());
                }
            }
        }
        publisher.flush();
        done = true;
    }

    /** Lines handed to the publisher so far. */
    long published() {
        return published.get();
    }

    /** Whether the broker has everything. */
    boolean isDone() {
        return done;
    }

    private void publish(PostLine line) {
        try {
            PostEvent event = PostJson.parse(line.bytes(), Instant.now());
            // Freshness is to be that of the pipeline, not the age of the data.
            publisher.publish(PostEvent.newBuilder(event).setEventTime(Instant.now()).build());
        } catch (InvalidPostException e) {
            publisher.publishRaw(line.bytes());
        }
        published.incrementAndGet();
    }

    private void awaitTurn(long start) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long turn = start + (long) (published.get() / postsPerSecond * TimeUnit.SECONDS.toNanos(1));
        long early = turn - System.nanoTime();
        if (early > 0) {
            TimeUnit.NANOSECONDS.sleep(early);
        }
    }
}
