package io.nearline.topics.consume;

import io.nearline.topics.cluster.Cluster;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a consumer, being opened on a thread of its own. To connect, to look at the topics
 * and to read index-control takes a process that has just started half a second, in which a store
 * can be opened. Given to an {@link UpdateConsumer} that runs, it is that one's.
 */
public final class TopicsOpening implements AutoCloseable {

    private final Cluster cluster;
    private final ConsumerOptions options;
    private final CompletableFuture<OpenedTopics> handed = new CompletableFuture<>();
    private final AtomicBoolean owned = new AtomicBoolean();

    private TopicsOpening(Cluster cluster, ConsumerOptions options) {
        this.cluster = cluster;
        this.options = options;
    }

    /** Begins; what goes wrong is for the consumer to tell. */
    public static TopicsOpening begin(Cluster cluster, ConsumerOptions options) {
        TopicsOpening opening = new TopicsOpening(cluster, options);
        var unused =
                CompletableFuture.supplyAsync(
                                () -> OpenedTopics.open(cluster, options), TopicsOpening::run)
                        .whenComplete(opening::hand);
        return opening;
    }

    /**
     * Lets go of the topics, unless a consumer has taken them; one that waits for them stops to
     * wait. Does not wait itself.
     */
    @Override
    public void close() {
        handed.completeExceptionally(new CancellationException("closed"));
        if (!owned.getAndSet(true)) {
            var unused = handed.thenAccept(topics -> topics.topics().close());
        }
    }

    Cluster cluster() {
        return cluster;
    }

    ConsumerOptions options() {
        return options;
    }

    /** Whether the topics are open, or it is known that they will not be. */
    boolean isOver() {
        return handed.isDone();
    }

    /**
     * The topics, which are the caller's from then on; to be called once.
     *
     * @throws io.nearline.topics.cluster.ClusterException as {@link OpenedTopics#open}
     * @throws CancellationException if this was closed
     * @throws InterruptException if the thread is interrupted
     */
    OpenedTopics take() {
        try {
            OpenedTopics topics = handed.get();
            if (owned.getAndSet(true)) {
                throw new CancellationException("closed");
            }
            return topics;
        } catch (InterruptedException e) {
            close();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failed
                    ? failed
                    : new CompletionException(e.getCause());
        }
    }

    private void hand(@Nullable OpenedTopics topics, @Nullable Throwable failure) {
        if (topics == null) {
            handed.completeExceptionally(cause(failure));
        } else if (!handed.complete(topics)) {
            topics.topics().close();
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        @Nullable Throwable inner =
                failure instanceof CompletionException ? failure.getCause() : failure;
        return inner == null ? new IllegalStateException("no topics and no failure") : inner;
    }

    private static void run(Runnable opening) {
        Thread thread = new Thread(opening, "topics-opening");
        thread.setDaemon(true);
        thread.start();
    }
}
