package io.nearline.retrieval.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.TopicState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the texts of posts equal to the posts topic. What it misses costs a hit by words and no
 * more: a post is found only if the index of vectors holds it. A cluster that does not answer and a
 * topic that is not there are asked again for ever; a store that fails ends it.
 */
public final class PostFollower implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostFollower.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    /** As long as index-updates remembers one. */
    private static final Duration DELETES_KEPT = Duration.ofDays(30);

    private final Cluster cluster;
    private final String topic;
    private final TextStore store;
    private final Duration betweenChecks;
    private final InstantSource clock = InstantSource.system();
    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final PostPartitions partitions;
    private final SortedMap<Integer, Long> next = new TreeMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong skipped = new AtomicLong();
    private String topicId = "";
    private boolean begun;
    private boolean changed;
    private Instant committedAt;
    private Instant checkedAt = Instant.EPOCH;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean failed;

    /**
     * @param store changed by {@link #run} alone; closed by whoever opened it, after {@link #run}
     *     has ended
     */
    public PostFollower(Cluster cluster, String topic, TextStore store) {
        this(cluster, topic, store, BETWEEN_CHECKS);
    }

    PostFollower(Cluster cluster, String topic, TextStore store, Duration betweenChecks) {
        this.cluster = cluster;
        this.topic = topic;
        this.store = store;
        this.betweenChecks = betweenChecks;
        this.committedAt = clock.instant();
        this.partitions = new PostPartitions(cluster, topic);
    }

    /** Reads until {@link #close}, or until the store fails: see {@link #hasFailed}. */
    @Override
    public void run() {
        try (partitions) {
            while (!isStopping()) {
                follow();
            }
            commit();
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /** What keeps the texts from being up to date; empty while nothing does. */
    public Optional<String> problem() {
        return problem;
    }

    /** Whether the store has failed, so that texts are not kept up to date until a restart. */
    public boolean hasFailed() {
        return failed;
    }

    /** Records passed over since they are not readable as changes of posts. */
    public long skipped() {
        return skipped.get();
    }

    /** Lets {@link #run} end; to be called from another thread. */
    @Override
    public void close() {
        stopping.countDown();
        partitions.wakeup();
    }

    /** One look at the topic and its records, or a pause if the cluster does not answer. */
    private void follow() throws IOException {
        try {
            if (!begun || !clock.instant().isBefore(checkedAt.plus(betweenChecks))) {
                check();
            }
            step();
        } catch (WakeupException e) {
            LOG.debug("told to stop");
        } catch (InterruptException e) {
            stopping.countDown();
        } catch (KafkaException e) {
            pauseAfter(ClusterException.of(cluster.brokers(), "read the topic " + topic, e));
        } catch (ClusterException e) {
            pauseAfter(e);
        }
    }

    private void check() throws IOException {
        TopicState state = TopicState.of(cluster, topic);
        String id = state.id().toString();
        if (!begun) {
            TextPosition position = store.position();
            topicId = position.topicId().isEmpty() ? id : position.topicId();
            next.putAll(position.offsets());
        }
        if (!id.equals(topicId)) {
            LOG.warn("the topic {} was made anew: reading its texts from the beginning", topic);
            store.clear();
            store.refresh();
            partitions.clear();
            next.clear();
            topicId = id;
            changed = true;
        }
        partitions.follow(state.beginnings().keySet(), next);
        begun = true;
        checkedAt = clock.instant();
        problem = Optional.empty();
    }

    private void step() throws IOException {
        ConsumerRecords<byte[], byte[]> polled = partitions.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> one : polled) {
            take(one);
            next.put(one.partition(), one.offset() + 1);
        }
        if (!polled.isEmpty()) {
            changed = true;
            store.refresh();
        }
        if (!clock.instant().isBefore(committedAt.plus(BETWEEN_COMMITS))) {
            commit();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> one) throws IOException {
        if (one.value() == null) {
            if (one.key() != null) {
                store.erase(new String(one.key(), UTF_8));
            }
            return;
        }
        try {
            store.apply(codec.decode(one.value()), clock.instant());
        } catch (UndecodableRecordException e) {
            // The job makes a dead letter of it; here there is no text to take from it.
            skipped.incrementAndGet();
        }
    }

    private void commit() throws IOException {
        if (changed) {
            store.forgetDeletes(clock.instant().minus(DELETES_KEPT));
            store.commit(new TextPosition(topicId, next));
            changed = false;
            committedAt = clock.instant();
        }
    }

    private void pauseAfter(ClusterException unanswered) {
        String message = String.valueOf(unanswered.getMessage());
        if (!problem.equals(Optional.of(message))) {
            LOG.warn("texts of posts are not kept up to date for now: {}", message);
        }
        problem = Optional.of(message);
        checkedAt = Instant.EPOCH;
        try {
            if (stopping.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("told to stop");
            }
        } catch (InterruptedException e) {
            stopping.countDown();
        }
    }

    private void fail(Throwable failure) {
        problem = Optional.of(String.valueOf(failure.getMessage()));
        failed = true;
        LOG.error("Texts of posts are no longer kept up to date", failure);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }
}
