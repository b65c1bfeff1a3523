package io.nearline.retrieval.words;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the texts of posts equal to the posts topic. What it misses costs a hit by words and no
 * more: a post is found only if the index of vectors holds it.
 */
public final class PostFollower implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostFollower.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(10);

    /** As long as index-updates remembers one. */
    private static final Duration DELETES_KEPT = Duration.ofDays(30);

    private final Cluster cluster;
    private final String topic;
    private final TextStore store;
    private final InstantSource clock;
    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final SortedMap<Integer, Long> next = new TreeMap<>();
    private Instant committedAt;
    private boolean changed;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean closed;
    private volatile Optional<String> problem = Optional.empty();
    private final AtomicLong skipped = new AtomicLong();

    /**
     * @param store changed by {@link #run} alone; closed by whoever opened it, after {@link #run}
     *     has ended
     */
    public PostFollower(Cluster cluster, String topic, TextStore store) {
        this(cluster, topic, store, InstantSource.system());
    }

    PostFollower(Cluster cluster, String topic, TextStore store, InstantSource clock) {
        this.cluster = cluster;
        this.topic = topic;
        this.store = store;
        this.clock = clock;
        this.committedAt = clock.instant();
        this.consumer = new KafkaConsumer<>(cluster.consumerSettings());
    }

    /** Reads until {@link #close}, or until the topic or the store fails: see {@link #problem}. */
    @Override
    public void run() {
        String topicId = "";
        try {
            topicId = begin();
            while (!closed) {
                step(topicId);
            }
            commit(topicId);
        } catch (WakeupException e) {
            commitLast(topicId);
        } catch (IOException | RuntimeException e) {
            problem = Optional.ofNullable(e.getMessage());
            LOG.error("Texts of posts are no longer kept up to date", e);
        } finally {
            consumer.close();
        }
    }

    /** Why the texts are no longer kept up to date; empty while they are. */
    public Optional<String> problem() {
        return problem;
    }

    /** Records passed over since they are not readable as changes of posts. */
    public long skipped() {
        return skipped.get();
    }

    /** Lets {@link #run} end; to be called from another thread. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
    }

    private String begin() throws IOException {
        String topicId = TopicState.of(cluster, topic).id().toString();
        TextPosition position = store.position();
        if (!position.topicId().isEmpty() && !position.topicId().equals(topicId)) {
            LOG.warn("the topic {} was made anew: reading its texts from the beginning", topic);
            store.clear();
            position = store.position();
        }
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long offset = position.offsets().get(partition.partition());
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
        next.putAll(position.offsets());
        return topicId;
    }

    private void step(String topicId) throws IOException {
        ConsumerRecords<byte[], byte[]> polled;
        try {
            polled = consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            LOG.warn(
                    "records of {} behind the texts' position are gone: going on with those left",
                    topic);
            consumer.seekToBeginning(e.partitions());
            return;
        }
        for (ConsumerRecord<byte[], byte[]> one : polled) {
            take(one);
            next.put(one.partition(), one.offset() + 1);
        }
        if (!polled.isEmpty()) {
            changed = true;
            store.refresh();
        }
        if (changed && !clock.instant().isBefore(committedAt.plus(BETWEEN_COMMITS))) {
            commit(topicId);
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

    private void commit(String topicId) throws IOException {
        if (changed) {
            store.forgetDeletes(clock.instant().minus(DELETES_KEPT));
            store.commit(new TextPosition(topicId, next));
            changed = false;
            committedAt = clock.instant();
        }
    }

    private void commitLast(String topicId) {
        try {
            commit(topicId);
        } catch (IOException e) {
            problem = Optional.ofNullable(e.getMessage());
            LOG.warn("The last texts are read again at the next start", e);
        }
    }
}
