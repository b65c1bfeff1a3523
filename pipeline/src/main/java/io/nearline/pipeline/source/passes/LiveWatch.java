package io.nearline.pipeline.source.passes;

import io.nearline.topics.freshness.UpdateFreshness;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads index updates from the end of their topic and lets the guard tick once per second. */
final class LiveWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final UpdateFreshness freshness = new UpdateFreshness();
    private final Consumer<byte[], byte[]> consumer;
    private final LiveGuard guard;
    private final DoubleSupplier recordsSinceLastTick;
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean closed;

    /**
     * Starts to watch.
     *
     * @param recordsSinceLastTick records that the whole job has read since this was last asked
     */
    LiveWatch(PaceSettings.Guard settings, LiveGuard guard, DoubleSupplier recordsSinceLastTick) {
        this.guard = guard;
        this.recordsSinceLastTick = recordsSinceLastTick;
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        this.consumer = new KafkaConsumer<>(settings.consumer(), bytes, bytes);
        this.thread = new Thread(() -> watch(settings.topic()), "nearline-live-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Fails if the topic can no longer be watched: a backfill that cannot see what it does to live
     * traffic must not go on as if all were well.
     */
    void requireWatching() {
        RuntimeException found = failure;
        if (found != null) {
            throw new IllegalStateException(
                    """
                    the live guard cannot read index updates (%s); check \
                    nearline.topics.index-updates and nearline.kafka.properties, \
                    or set nearline.backfill.guard.enabled to false\
                    """
                            .formatted(found.getMessage()),
                    found);
        }
    }

    private void watch(String topic) {
        try (consumer) {
            var partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            long lastTick = System.nanoTime();
            while (!closed) {
                for (var published : consumer.poll(POLL)) {
                    freshness
                            .millisOf(published)
                            .ifPresent(millis -> guard.record(System.currentTimeMillis(), millis));
                }
                long elapsed = System.nanoTime() - lastTick;
                if (elapsed >= TICK_NANOS) {
                    lastTick += elapsed;
                    double perSecond = recordsSinceLastTick.getAsDouble() * TICK_NANOS / elapsed;
                    guard.tick(System.currentTimeMillis(), perSecond);
                }
            }
        } catch (WakeupException closing) {
            // Only close() wakes the consumer up.
        } catch (RuntimeException ended) {
            // Whatever it was, nobody watches any more: requireWatching() tells the reader.
            failure = ended;
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
