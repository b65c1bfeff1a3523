package io.nearline.topics.consume;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.consume.ConsumerStatus.State;
import io.nearline.topics.consume.RebuildRequiredException.Cause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries records of the two topics to an ingest, and looks after the topics. Not thread-safe. */
final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

    private static final Duration LONGEST_POLL = Duration.ofMillis(100);
    private static final Duration BETWEEN_MARKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final ConsumerOptions options;
    private final InstantSource clock;
    private final UpdateStore store;
    private final UpdateIngest ingest;
    private final Duration longestPause;
    private final UpdateTopics topics;
    private final Topics admin;

    private Uuid controlId;
    private @Nullable Question asked;
    private long askedAt;
    private long checkedAt;
    private Optional<String> problem = Optional.empty();

    /** Where the topic ends, asked at a time when index-control had said so much. */
    private record Question(
            KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends,
            Instant at,
            ModelChoice said) {}

    /**
     * Begins where the store stands, with all of index-control read. Nothing is written to the
     * store, so it may be tried again.
     *
     * @param opened closed with this, also if this fails
     * @throws RebuildRequiredException if the store cannot be brought up to date
     * @throws IOException if the store fails
     */
    TopicFollower(
            Cluster cluster,
            OpenedTopics opened,
            UpdateStore store,
            ConsumerOptions options,
            InstantSource clock)
            throws IOException {
        this.cluster = cluster;
        this.options = options;
        this.clock = clock;
        this.store = store;
        this.ingest = new UpdateIngest(store, options, clock);
        this.longestPause = opened.longestPause();
        this.controlId = opened.controlId();
        this.checkedAt = opened.openedAt();
        this.topics = opened.topics();
        this.admin = topics.admin();
        try {
            SortedMap<Integer, Long> starts = ingest.begin(opened.updates(), longestPause);
            opened.control().forEach(one -> ingest.control(one.key(), one.value()));
            ingest.decide();
            topics.add(starts);
            this.asked = ask();
        } catch (RuntimeException | IOException e) {
            topics.close();
            throw e;
        }
    }

    /**
     * Takes in what has come, and draws the conclusions.
     *
     * @throws RebuildRequiredException if reading cannot go on
     * @throws IOException if the store fails
     */
    void read() throws IOException {
        try {
            takeIn(topics.poll(LONGEST_POLL));
        } catch (OffsetOutOfRangeException e) {
            whileBrokersMayBeAway(() -> recover(e));
        }
        ingest.settle();
    }

    /**
     * Asks the cluster for what changes without a record.
     *
     * @throws RebuildRequiredException if reading cannot go on
     */
    void look() {
        whileBrokersMayBeAway(
                () -> {
                    askForMark();
                    if (problem.isEmpty() && isPast(checkedAt, BETWEEN_CHECKS)) {
                        check();
                    }
                });
    }

    UpdateIngest ingest() {
        return ingest;
    }

    ConsumerStatus status() {
        State state = ingest.position().complete() ? State.FOLLOWING : State.READING_SNAPSHOT;
        return ConsumerStatus.of(
                problem.isPresent() ? State.WAITING_FOR_BROKERS : state,
                problem,
                topics.behind(),
                ingest);
    }

    @Override
    public void close() {
        topics.close();
    }

    private void takeIn(Iterable<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        boolean decisions = false;
        for (ConsumerRecord<byte[], byte[]> polled : records) {
            if (topics.isUpdate(polled)) {
                store.published(Instant.ofEpochMilli(polled.timestamp()));
                ingest.update(polled.key(), polled.value());
            } else {
                ingest.control(polled.key(), polled.value());
                decisions = true;
            }
        }
        topics.positions().forEach(ingest::advance);
        if (decisions) {
            ingest.decide();
        }
    }

    private void whileBrokersMayBeAway(Runnable question) {
        try {
            question.run();
        } catch (InterruptException e) {
            throw e;
        } catch (RetriableException e) {
            ClusterException unanswered =
                    ClusterException.of(cluster.brokers(), "look at the topics", e);
            problem = Optional.ofNullable(unanswered.getMessage());
        } catch (ClusterException e) {
            // Also a topic that is not there: it may be on its way to being made anew.
            problem = Optional.ofNullable(e.getMessage());
        }
    }

    private void askForMark() {
        boolean markDue = ingest.isChoicePending() || isPast(askedAt, BETWEEN_MARKS);
        if (asked == null && markDue && ingest.wantsMark()) {
            asked = ask();
        }
        if (asked != null && asked.ends().isDone()) {
            Question answered = asked;
            asked = null;
            ingest.mark(ends(answered), answered.at(), answered.said());
            problem = Optional.empty();
        }
    }

    private Question ask() {
        askedAt = System.nanoTime();
        return new Question(topics.askEnds(), clock.instant(), ingest.wanted());
    }

    private Map<Integer, Long> ends(Question answered) {
        Map<Integer, Long> ends = new HashMap<>();
        try {
            answered.ends()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw ClusterException.of(cluster.brokers(), "ask where the topics end", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void check() {
        checkedAt = System.nanoTime();
        topics.add(ingest.check(admin.state(options.updatesTopic()), longestPause));
        Uuid id = admin.state(options.controlTopic()).id();
        if (!id.equals(controlId)) {
            restartControl(id);
        }
    }

    private void recover(OffsetOutOfRangeException gone) {
        if (gone.partitions().stream().anyMatch(topics::isUpdate)) {
            ingest.check(admin.state(options.updatesTopic()), longestPause);
            throw new RebuildRequiredException(
                    Cause.RECORDS_GONE,
                    "Records of %s behind the store's position are gone"
                            .formatted(options.updatesTopic()));
        }
        restartControl(admin.state(options.controlTopic()).id());
    }

    private void restartControl(Uuid id) {
        LOG.warn(
                "the topic {} was made anew: reading it from its beginning, and querying with the"
                        + " same model until it says otherwise",
                options.controlTopic());
        controlId = id;
        ingest.forgetControl();
        topics.rewindControl();
    }

    private static boolean isPast(long since, Duration time) {
        return System.nanoTime() - since >= time.toNanos();
    }
}
