package io.nearline.retrieval.history;

import io.nearline.retrieval.posts.PostsHeldBackException;
import io.nearline.retrieval.posts.PostsTopic;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest {@value #MOST} dead letters in memory, without the posts in them. A topic that
 * is not there or does not answer is asked again; nothing else depends on it.
 */
public final class LetterFollower implements Runnable, AutoCloseable {

    /** A letter takes some 500 bytes, so these take 5 MB. */
    public static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LetterFollower.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A letter carries the record that failed: what is on its way from the brokers is bounded. */
    private static final Map<String, Object> BOUNDS =
            Map.of(
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100,
                    ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20,
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);

    private final Cluster cluster;
    private final String topic;
    private final int most;
    private final KeptLetters kept;
    private final LetterReader reader;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Optional<String> problem =
            Optional.of("The dead letters are still being read.");

    /**
     * Follows a topic of the cluster.
     *
     * @param posts the topic whose posts the letters are about
     */
    public LetterFollower(Cluster cluster, String topic, PostsTopic posts) {
        this(cluster, topic, posts, MOST);
    }

    LetterFollower(Cluster cluster, String topic, PostsTopic posts, int most) {
        this.reader = new LetterReader(posts);
        this.cluster = cluster;
        this.topic = topic;
        this.kept = new KeptLetters(most);
        this.most = most;
    }

    /** Reads until {@link #close()}. */
    @Override
    public void run() {
        while (!isStopping()) {
            try {
                follow();
            } catch (InterruptException e) {
                return;
            } catch (KafkaException | ClusterException | PostsHeldBackException e) {
                tell(e);
            }
            pause();
        }
    }

    /** The letters of a post. */
    public LettersOfPost of(String postId) {
        return new LettersOfPost(kept.of(postId), kept.since(), problem);
    }

    /** Lets {@link #run} end within some 200 ms. */
    @Override
    public void close() {
        stopping.countDown();
    }

    private void follow() {
        Properties settings = cluster.consumerSettings();
        settings.putAll(BOUNDS);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            if (partitions.isEmpty()) {
                throw new KafkaException("there is no topic of that name");
            }
            kept.clear();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Set<Integer> cut = seek(consumer, ends);
            while (!isStopping()) {
                for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
                    take(polled, cut);
                }
                if (problem.isPresent() && isPast(consumer, ends)) {
                    problem = Optional.empty();
                }
            }
        }
    }

    /** Begins where the newest letters may begin; returns the partitions that have older ones. */
    private Set<Integer> seek(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Set<Integer> cut = new HashSet<>();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(ends.keySet());
        ends.forEach(
                (partition, end) -> {
                    long beginning = beginnings.getOrDefault(partition, 0L);
                    long start = Math.max(beginning, end - most);
                    consumer.seek(partition, start);
                    if (start > beginning) {
                        cut.add(partition.partition());
                    }
                });
        return cut;
    }

    private void take(ConsumerRecord<byte[], byte[]> polled, Set<Integer> cut) {
        reader.read(polled)
                .ifPresent(
                        letter -> {
                            if (cut.remove(polled.partition())) {
                                kept.leftOutBefore(letter.failedAt());
                            }
                            kept.add(letter);
                        });
    }

    private static boolean isPast(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void tell(RuntimeException failure) {
        String said =
                "The dead letters of the topic %s cannot be read: %s"
                        .formatted(topic, failure.getMessage());
        if (!problem.equals(Optional.of(said))) {
            LOG.warn("{}; trying again every {} s", said, PAUSE.toSeconds());
        }
        problem = Optional.of(said);
    }

    private void pause() {
        try {
            if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("stopped while waiting for {}", topic);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }
}
