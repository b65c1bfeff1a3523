package io.nearline.cli.demo;

import io.nearline.operations.posts.PostRecord;
import io.nearline.operations.posts.UnreadablePostException;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.PostPublisher;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Publishes the records of some inputs, once, in order, in one part or several. One that is no post
 * is published as it is: what becomes of it is the job's business. Run by one thread, watched by
 * others.
 */
final class PostFeed {

    private final InputRecords records;
    private final PostPublisher publisher;
    private final Consumer<PostEvent> observer;
    private final AtomicLong published = new AtomicLong();
    private volatile boolean done;

    /**
     * @param observer is told every post before it is published
     */
    PostFeed(InputRecords records, PostPublisher publisher, Consumer<PostEvent> observer) {
        this.records = records;
        this.publisher = publisher;
        this.observer = observer;
    }

    /**
     * Publishes the next records; returns once the broker has all that were published.
     *
     * @param most how many at most
     * @throws InterruptedException if the thread was interrupted while it waited for its turn
     */
    void run(long most, FeedPace pace) throws IOException, InterruptedException {
        done = false;
        for (long count = 0; count < most; count++) {
            Optional<PostRecord> record = records.next();
            if (record.isEmpty()) {
                break;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pace.awaitTurn(published.get());
            publish(record.get());
        }
        publisher.flush();
        done = true;
    }

    /** Records handed to the publisher so far. */
    long published() {
        return published.get();
    }

    /** Whether the broker has everything of the part that was fed last. */
    boolean isDone() {
        return done;
    }

    private void publish(PostRecord record) {
        try {
            PostEvent event = record.post(Instant.now());
            // Freshness is to be that of the pipeline, not the age of the data.
            PostEvent fresh = PostEvent.newBuilder(event).setEventTime(Instant.now()).build();
            observer.accept(fresh);
            publisher.publish(fresh);
        } catch (UnreadablePostException e) {
            publisher.publishRaw(record.bytes());
        }
        published.incrementAndGet();
    }
}
