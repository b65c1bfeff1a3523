package io.nearline.topics.consume;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.consume.ConsumerStatus.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store equal to index-updates, from an empty one to the newest record and on, and hands it
 * the choice of models of index-control. The store's commits carry the position, so that a consumer
 * that is killed at any moment goes on where the store stands.
 *
 * <p>{@link #run()} does the work, on a thread of its owner; the other methods are safe for use by
 * many threads. One consumer runs once.
 */
public final class UpdateConsumer implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpdateConsumer.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final UpdateStore store;
    private final ConsumerOptions options;
    private final InstantSource clock = InstantSource.system();
    private final AppliedOffsets applied = new AppliedOffsets();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object published = new Object();
    private volatile @Nullable TopicsOpening opening;
    private volatile ConsumerStatus status;

    /**
     * A consumer that has not begun.
     *
     * @param store stays the caller's, to be closed after {@link #run()} has returned
     */
    public UpdateConsumer(Cluster cluster, UpdateStore store, ConsumerOptions options) {
        this(cluster, store, options, null);
    }

    /**
     * A consumer that has not begun, of topics that are being opened.
     *
     * @param opening closed by the caller if {@link #run()} is never called
     * @param store as above
     */
    public UpdateConsumer(TopicsOpening opening, UpdateStore store) {
        this(opening.cluster(), store, opening.options(), opening);
    }

    private UpdateConsumer(
            Cluster cluster,
            UpdateStore store,
            ConsumerOptions options,
            @Nullable TopicsOpening opening) {
        this.cluster = cluster;
        this.store = store;
        this.options = options;
        this.opening = opening;
        this.status = ConsumerStatus.starting(clock.instant());
    }

    /**
     * Follows the topics until {@link #close()}, then commits. Brokers that do not answer are asked
     * again for ever. An interrupt ends it without a commit.
     *
     * @throws RebuildRequiredException if the store cannot be brought up to date from where it
     *     stands
     * @throws UncheckedIOException if the store failed
     * @throws ClusterException if the cluster refuses, or a topic is not there at the start
     * @throws IllegalStateException if it was called before
     */
    @Override
    public void run() {
        if (begun.getAndSet(true)) {
            throw new IllegalStateException("A consumer runs once: make another one.");
        }
        try {
            follow();
            status = status.idle(State.STOPPED, Optional.empty());
        } catch (InterruptException e) {
            status = status.idle(State.STOPPED, Optional.of("interrupted"));
        } catch (IOException e) {
            status = failed(e);
            throw new UncheckedIOException("The store failed: " + e.getMessage(), e);
        } catch (KafkaException e) {
            status = failed(e);
            throw ClusterException.of(cluster.brokers(), "follow the topics", e);
        } catch (RuntimeException | Error e) {
            status = failed(e);
            throw e;
        } finally {
            applied.end();
            ended.countDown();
            tell();
        }
    }

    /** What the consumer does now. */
    public ConsumerStatus status() {
        return status;
    }

    /**
     * Waits until a record of index-updates was applied, or passed over.
     *
     * @param offset of the record
     * @return whether it was, in this time and before the consumer ended
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitApplied(int partition, long offset, Duration timeout)
            throws InterruptedException {
        return applied.await(partition, offset, timeout);
    }

    /**
     * Waits until the store holds a snapshot and misses no more than so many records.
     *
     * @return whether it did, in this time and before the consumer ended
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitUpToDate(long recordsBehindAtMost, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (published) {
            while (!status.isUpToDate(recordsBehindAtMost)) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || ended.getCount() == 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(published, left);
            }
            return true;
        }
    }

    /** Offset of the next record to apply, by partition of index-updates. */
    public Map<Integer, Long> applied() {
        return applied.next();
    }

    /**
     * Stops: what was read is applied and committed. Returns when {@link #run()} has ended, which
     * takes as long as a commit, and up to 20 s more while brokers that answered before do not.
     */
    @Override
    public void close() {
        stopping.countDown();
        @Nullable TopicsOpening waitedFor = opening;
        if (waitedFor != null) {
            waitedFor.close();
        }
        if (begun.get()) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void follow() throws IOException {
        @Nullable TopicFollower opened = openPatiently();
        if (opened == null) {
            return;
        }
        try (TopicFollower follower = opened) {
            publish(follower);
            while (!isStopping()) {
                follower.read();
                publish(follower);
                follower.look();
            }
            follower.ingest().commit();
            publish(follower);
        }
    }

    private void publish(TopicFollower follower) {
        status = follower.status();
        applied.advance(status.position().offsets());
        tell();
    }

    /** Has those look who wait for a status. */
    private void tell() {
        synchronized (published) {
            published.notifyAll();
        }
    }

    /** Null if the consumer was stopped before the cluster answered. */
    private @Nullable TopicFollower openPatiently() throws IOException {
        Duration pause = FIRST_PAUSE;
        while (!isStopping()) {
            try {
                return new TopicFollower(cluster, takeTopics(), store, options, clock);
            } catch (CancellationException e) {
                LOG.debug("stopped while the topics were opened");
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                pauseAfter(ClusterException.of(cluster.brokers(), "open the topics", e), pause);
            } catch (ClusterException e) {
                pauseAfter(e, pause);
            }
            opening = null;
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
        return null;
    }

    private OpenedTopics takeTopics() {
        @Nullable TopicsOpening waitedFor = opening;
        if (waitedFor == null) {
            waitedFor = TopicsOpening.begin(cluster, options);
            opening = waitedFor;
        }
        if (isStopping()) {
            // Whoever stopped this may not have seen it.
            waitedFor.close();
        }
        return waitedFor.take();
    }

    private void pauseAfter(ClusterException unanswered, Duration pause) {
        if (!unanswered.mayPass()) {
            throw unanswered;
        }
        LOG.warn("{}; asking again in {} s", unanswered.getMessage(), pause.toSeconds());
        status =
                status.idle(
                        State.WAITING_FOR_BROKERS, Optional.ofNullable(unanswered.getMessage()));
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("stopped while waiting for the brokers");
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private ConsumerStatus failed(Throwable failure) {
        return status.idle(State.FAILED, Optional.of(String.valueOf(failure.getMessage())));
    }
}
