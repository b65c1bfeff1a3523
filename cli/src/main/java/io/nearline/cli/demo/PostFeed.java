package io.nearline.cli.demo;

import io.nearline.operations.posts.PostFormat;
import io.nearline.operations.posts.PostLine;
import io.nearline.operations.posts.UnreadablePostException;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.PostPublisher;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Publishes the lines of some inputs, once, in order, in one part or several. A line that is no
 * post is published as it is: what becomes of it is the job's business. Run by one thread, watched
 * by others.
 */
final class PostFeed {

    private final InputLines lines;
    private final PostFormat format;
    private final PostPublisher publisher;
    private final Consumer<PostEvent> observer;
    private final AtomicLong published = new AtomicLong();
    private volatile boolean done;

    /**
     * @param format what the lines say
     * @param observer is told every post before it is published
     */
    PostFeed(
            InputLines lines,
            PostFormat format,
            PostPublisher publisher,
            Consumer<PostEvent> observer) {
        this.lines = lines;
        this.format = format;
        this.publisher = publisher;
        this.observer = observer;
    }

    /**
     * Publishes the next lines; returns once the broker has all that were published.
     *
     * @param most how many at most
     * @throws InterruptedException if the thread was interrupted while it waited for its turn
     */
    void run(long most, FeedPace pace) throws IOException, InterruptedException {
        done = false;
        for (long count = 0; count < most; count++) {
            Optional<PostLine> line = lines.next();
            if (line.isEmpty()) {
                break;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pace.awaitTurn(published.get());
            publish(line.get());
        }
        publisher.flush();
        done = true;
    }

    /** Lines handed to the publisher so far. */
    long published() {
        return published.get();
    }

    /** Whether the broker has everything of the part that was fed last. */
    boolean isDone() {
        return done;
    }

    private void publish(PostLine line) {
        try {
            PostEvent event = format.post(line.bytes(), Instant.now());
            // Freshness is to be that of the pipeline, not the age of the data.
            PostEvent fresh = PostEvent.newBuilder(event).setEventTime(Instant.now()).build();
            observer.accept(fresh);
            publisher.publish(fresh);
        } catch (UnreadablePostException e) {
            publisher.publishRaw(line.bytes());
        }
        published.incrementAndGet();
    }
}
