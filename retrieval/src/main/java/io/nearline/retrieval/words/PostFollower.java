package io.nearline.retrieval.words;

import io.nearline.retrieval.posts.PostsHeldBackException;
import io.nearline.retrieval.posts.PostsReader;
import io.nearline.retrieval.posts.PostsTopic;
import io.nearline.retrieval.posts.UnfitPostException;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.TopicState;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
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
 * topic that is not there are asked again for ever, and so is a record whose schema registry does
 * not answer; a store that fails ends it.
 */
public final class PostFollower implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostFollower.class);

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Each makes a segment, and segments are merged: at a hundred posts a second, one for each took
     * a quarter of a core.
     */
    private static final Duration BETWEEN_REFRESHES = Duration.ofMillis(100);

    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    /** As long as index-updates remembers one. */
    private static final Duration DELETES_KEPT = Duration.ofDays(30);

    private final Cluster cluster;
    private final String topic;
    private final TextStore store;
    private final InstantSource clock = InstantSource.system();
    private final String format;
    private final PostsReader reader;
    private final PostPartitions partitions;
    private final SortedMap<Integer, Long> next = new TreeMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicLong skipped = new AtomicLong();
    private String topicId = "";
    private boolean begun;
    private boolean changed;
    private boolean unseen;
    private final Interval refreshes;
    private final Interval commits;
    private final Interval checks;
    private volatile Optional<String> problem = Optional.empty();
    private volatile Optional<String> heldBack = Optional.empty();
    private volatile boolean failed;

    /**
     * @param store changed by {@link #run} alone; closed by whoever opened it, after {@link #run}
     *     has ended
     */
    public PostFollower(Cluster cluster, PostsTopic topic, TextStore store) {
        this(cluster, topic, store, BETWEEN_CHECKS, System::nanoTime);
    }

    PostFollower(
            Cluster cluster,
            PostsTopic topic,
            TextStore store,
            Duration betweenChecks,
            LongSupplier nanoTime) {
        this.cluster = cluster;
        this.topic = topic.name();
        this.format = topic.format().fingerprint();
        this.reader = topic.format().open();
        this.store = store;
        this.refreshes = Interval.over(BETWEEN_REFRESHES, nanoTime);
        this.commits = Interval.begun(BETWEEN_COMMITS, nanoTime);
        this.checks = Interval.over(betweenChecks, nanoTime);
        this.partitions = new PostPartitions(cluster, topic.name());
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
        return problem.or(() -> heldBack);
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
            // First, so that what was taken is seen even while the cluster does not answer.
            showIfDue();
            if (!begun || checks.isOver()) {
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
            if (!position.topicId().isEmpty() && !position.format().equals(format)) {
                LOG.warn(
                        "the topic {} was read in another format or by another mapping: reading"
                                + " its texts from the beginning",
                        topic);
                readFromTheBeginning();
            }
        }
        if (!id.equals(topicId)) {
            LOG.warn("the topic {} was made anew: reading its texts from the beginning", topic);
            readFromTheBeginning();
            topicId = id;
        }
        partitions.follow(state.beginnings().keySet(), next);
        begun = true;
        checks.begin();
        problem = Optional.empty();
    }

    private void readFromTheBeginning() throws IOException {
        store.clear();
        store.refresh();
        partitions.clear();
        next.clear();
        changed = true;
    }

    private void step() throws IOException {
        ConsumerRecords<byte[], byte[]> polled = partitions.poll(unseen ? refreshes.left() : POLL);
        try {
            for (ConsumerRecord<byte[], byte[]> one : polled) {
                take(one);
                next.put(one.partition(), one.offset() + 1);
            }
            goOn(polled);
        } catch (PostsHeldBackException e) {
            partitions.rewind(polled, next);
            hold(String.valueOf(e.getMessage()));
        }
        if (!polled.isEmpty()) {
            changed = true;
            unseen = true;
        }
        showIfDue();
        if (commits.isOver()) {
            commit();
        }
    }

    /** Lets searches see what was taken: after a quiet time at once. */
    private void showIfDue() throws IOException {
        if (unseen && refreshes.isOver()) {
            store.refresh();
            unseen = false;
            refreshes.begin();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> one) throws IOException {
        if (one.value() == null) {
            Optional<String> postId = reader.postOf(one.key());
            if (postId.isPresent()) {
                store.erase(postId.get());
            }
            return;
        }
        try {
            store.apply(reader.read(one), clock.instant());
        } catch (UnfitPostException e) {
            // The job makes a dead letter of it; here there is no text to take from it.
            if (skipped.incrementAndGet() == 1) {
                LOG.warn(
                        "offset {} of partition {} of {} is no change of a post, so that it has no"
                                + " text to be found: {}; more such records are counted",
                        one.offset(),
                        one.partition(),
                        topic,
                        e.getMessage());
            }
        }
    }

    private void hold(String message) {
        if (heldBack.isEmpty()) {
            LOG.warn("texts of posts are not kept up to date for now: {}", message);
        }
        heldBack = Optional.of(message);
        pause();
    }

    private void goOn(ConsumerRecords<byte[], byte[]> taken) {
        if (heldBack.isPresent() && !taken.isEmpty()) {
            LOG.info("texts of posts are kept up to date again");
            heldBack = Optional.empty();
        }
    }

    private void commit() throws IOException {
        if (changed) {
            store.forgetDeletes(clock.instant().minus(DELETES_KEPT));
            store.commit(new TextPosition(topicId, format, next));
            changed = false;
            commits.begin();
        }
    }

    private void pauseAfter(ClusterException unanswered) {
        String message = String.valueOf(unanswered.getMessage());
        if (!problem.equals(Optional.of(message))) {
            LOG.warn("texts of posts are not kept up to date for now: {}", message);
        }
        problem = Optional.of(message);
        checks.end();
        pause();
    }

    private void pause() {
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
