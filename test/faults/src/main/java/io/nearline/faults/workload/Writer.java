package io.nearline.faults.workload;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the script to the posts topic from a thread of its own, in transactions, of which some are
 * rolled back. It never stops by itself: while no broker answers it tries again.
 */
public final class Writer implements AutoCloseable {
    private static final Duration TRANSACTION = Duration.ofMillis(200);
    private static final int ABORTED_OF_A_HUNDRED = 12;
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(300);

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final String brokers;
    private final PostScript script;
    private final Random random;
    private final Thread thread = new Thread(this::run, "writer");
    private volatile double rate;
    private volatile boolean paused;
    private volatile boolean resting;
    private volatile boolean closed;
    private volatile int abortsOfAHundred = ABORTED_OF_A_HUNDRED;
    private boolean rewriteActive;
    private int touchNext = Integer.MAX_VALUE;
    private Set<String> retire = Set.of();
    private double due;

    /**
     * @param rate events a second
     */
    public Writer(String brokers, PostScript script, long seed, double rate) {
        this.brokers = brokers;
        this.script = script;
        this.random = new Random(seed);
        this.rate = rate;
    }

    /** Begins to write. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Changes the number of events a second. */
    public void rate(double eventsPerSecond) {
        rate = eventsPerSecond;
    }

    /** Makes all transactions fail, or as many as ever. */
    public void abortAll(boolean all) {
        abortsOfAHundred = all ? 100 : ABORTED_OF_A_HUNDRED;
    }

    /** Edits every post once, beside what goes on. */
    public synchronized void touchAll() {
        touchNext = 0;
    }

    /** Deletes these posts, beside what goes on, and leaves them alone from then on. */
    public synchronized void retire(Collection<String> postIds) {
        retire = Set.copyOf(postIds);
    }

    /** Gives every active post a new text, beside what goes on. */
    public synchronized void rewriteActive() {
        rewriteActive = true;
    }

    /** Writes nothing until {@link #resume}; returns once no transaction is open. */
    public void pause() {
        paused = true;
        while (!resting && thread.isAlive()) {
            sleep(Duration.ofMillis(20));
        }
    }

    /** Goes on writing. */
    public void resume() {
        paused = false;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (Closing producer = new Closing(producer())) {
                producer.kafka().initTransactions();
                writeUntilClosed(producer.kafka());
            } catch (KafkaException | IllegalStateException e) {
                // The broker is away, or another reason why nobody knows how a transaction ended.
                script.doubt();
                sleep(BEFORE_NEXT_TRY);
            }
        }
    }

    private void writeUntilClosed(KafkaProducer<byte[], byte[]> producer) {
        while (!closed) {
            resting = paused;
            if (!paused) {
                long start = System.nanoTime();
                transaction(producer);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                due += rate * Math.max(took.toMillis(), TRANSACTION.toMillis()) / 1000.0;
                due = Math.min(due, rate);
                sleep(TRANSACTION.minus(took));
            } else {
                sleep(TRANSACTION);
            }
        }
    }

    private void transaction(KafkaProducer<byte[], byte[]> producer) {
        boolean abort = random.nextInt(100) < abortsOfAHundred;
        List<PostEvent> events = new ArrayList<>();
        script.begin();
        events.add(script.nextLike());
        for (; due >= 1; due--) {
            events.add(script.next());
        }
        if (!abort) {
            addTouches(events);
        }
        producer.beginTransaction();
        for (PostEvent event : events) {
            // A failure of any of them is a failure of the commit.
            var unused =
                    producer.send(
                            new ProducerRecord<>(
                                    TopicPlan.POSTS.defaultName(),
                                    event.getPostId().getBytes(StandardCharsets.UTF_8),
                                    codec.encode(event)));
        }
        if (abort) {
            // What was never sent is no ghost.
            producer.flush();
            producer.abortTransaction();
            script.rollBack();
        } else {
            producer.commitTransaction();
        }
    }

    private synchronized void addTouches(List<PostEvent> events) {
        if (rewriteActive) {
            events.addAll(script.rewriteActive());
            rewriteActive = false;
        }
        events.addAll(script.retire(retire));
        retire = Set.of();
        for (int i = 0; i < 50 && touchNext < script.posts(); i++) {
            events.add(script.touch(touchNext++));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "campaign-writer");
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 20_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 4_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Closes without waiting for a broker that may be away. */
    private record Closing(KafkaProducer<byte[], byte[]> kafka) implements AutoCloseable {
        @Override
        public void close() {
            kafka.close(Duration.ZERO);
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(Math.max(0, time.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
