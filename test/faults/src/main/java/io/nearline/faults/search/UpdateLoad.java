package io.nearline.faults.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.faults.search.PostLedger.Fate;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes posts and the updates that a job would make of them: new posts, edits, deletes, posts that
 * come back, purges, repetitions, and older revisions that are corrected at once, as at-least-once
 * delivery has them. The ledger is told of each.
 */
final class UpdateLoad implements AutoCloseable {

    private static final int PERCENT = 100;

    private final SearchTopics topics;
    private final List<SearchModel> models;
    private final PostLedger ledger;
    private final Random random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroCodec<IndexUpdate> updates = AvroCodec.of(IndexUpdate.class);
    private final AvroCodec<PostEvent> events = AvroCodec.of(PostEvent.class);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Set<String> touched = new HashSet<>();
    private int posts;
    private volatile boolean running;
    private @Nullable Thread thread;

    UpdateLoad(SearchTopics topics, List<SearchModel> models, PostLedger ledger, long seed) {
        this.topics = topics;
        this.models = List.copyOf(models);
        this.ledger = ledger;
        this.random = new Random(seed);
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.cluster().brokers());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes so many new posts, as fast as can be. */
    void fill(int count) {
        for (int i = 0; i < count; i++) {
            edit(newId());
        }
        flush();
    }

    /** Begins to change posts, so many a second. */
    void start(int perSecond) {
        running = true;
        Thread changing = new Thread(() -> change(perSecond), "update-load");
        changing.setDaemon(true);
        changing.start();
        thread = changing;
    }

    /** Stops for a while; returns which posts were changed since the last rest. */
    Set<String> rest() {
        running = false;
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            thread = null;
        }
        flush();
        synchronized (this) {
            Set<String> changed = Set.copyOf(touched);
            touched.clear();
            return changed;
        }
    }

    /** A new revision of a post, or its first; returns which. */
    synchronized long edit(String postId) {
        long revision = ledger.revision(postId) + 1;
        ledger.write(postId, revision, Fate.LIVE);
        touched.add(postId);
        send(TopicPlan.POSTS, postId.getBytes(UTF_8), post(postId, revision, PostEventKind.UPDATE));
        upsert(postId, revision);
        return revision;
    }

    /** The deletion of a post; returns its revision. */
    synchronized long delete(String postId) {
        long revision = ledger.revision(postId) + 1;
        ledger.write(postId, revision, Fate.DELETED);
        touched.add(postId);
        send(TopicPlan.POSTS, postId.getBytes(UTF_8), post(postId, revision, PostEventKind.DELETE));
        deletion(postId, revision);
        return revision;
    }

    /** Waits until all is acknowledged. */
    void flush() {
        producer.flush();
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("the broker did not take an update", first);
        }
    }

    @Override
    public void close() {
        rest();
        producer.close();
    }

    private void change(int perSecond) {
        long begun = System.nanoTime();
        for (long i = 0; running; i++) {
            long due = begun + (long) (i * 1e9 / perSecond);
            for (long left; running && (left = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            changeOne();
        }
    }

    private synchronized void changeOne() {
        int dice = random.nextInt(PERCENT);
        String some = id(random.nextInt(posts));
        if (dice < 5) {
            edit(newId());
        } else if (dice < 15) {
            delete(some);
        } else if (dice < 18) {
            purge(some);
        } else if (dice < 25) {
            repeat(some);
        } else {
            edit(some);
        }
    }

    private void purge(String postId) {
        ledger.write(postId, ledger.revision(postId), Fate.PURGED);
        touched.add(postId);
        send(TopicPlan.POSTS, postId.getBytes(UTF_8), null);
        models.forEach(model -> send(TopicPlan.INDEX_UPDATES, key(postId, model), null));
    }

    /** What a restarted job does: an older revision once more, and then the newest. */
    private void repeat(String postId) {
        long revision = ledger.revision(postId);
        Fate fate = ledger.fate(postId);
        if (fate == Fate.PURGED || revision < 2) {
            return;
        }
        touched.add(postId);
        upsert(postId, revision - 1);
        if (fate == Fate.LIVE) {
            upsert(postId, revision);
        } else {
            deletion(postId, revision);
        }
    }

    private void upsert(String postId, long revision) {
        for (SearchModel model : models) {
            EncodedVector vector = model.encoded(postId, revision);
            IndexUpdate update =
                    draft(postId, revision, model)
                            .setKind(UpdateKind.UPSERT)
                            .setVectorEncoding(vector.encoding())
                            .setVectorScale(vector.scale())
                            .setVector(ByteBuffer.wrap(vector.bytes()))
                            .setAttributes(Map.of("revision", Long.toString(revision)))
                            .build();
            send(TopicPlan.INDEX_UPDATES, key(postId, model), updates.encode(update));
        }
    }

    private void deletion(String postId, long revision) {
        for (SearchModel model : models) {
            IndexUpdate update = draft(postId, revision, model).setKind(UpdateKind.DELETE).build();
            send(TopicPlan.INDEX_UPDATES, key(postId, model), updates.encode(update));
        }
    }

    private static IndexUpdate.Builder draft(String postId, long revision, SearchModel model) {
        return IndexUpdate.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setModelName(model.name())
                .setModelDigest(model.digest())
                .setDimensions(model.dimensions())
                .setEventTime(Instant.now())
                .setOrigin(UpdateOrigin.LIVE);
    }

    private byte[] post(String postId, long revision, PostEventKind kind) {
        return events.encode(
                PostEvent.newBuilder()
                        .setPostId(postId)
                        .setRevision(revision)
                        .setKind(kind)
                        .setEventTime(Instant.now())
                        .setBody(body(postId, revision))
                        .setHashtags(List.of())
                        .setAttributes(Map.of())
                        .build());
    }

    /** What a post says in a revision. */
    static String body(String postId, long revision) {
        return "post %s says r%d".formatted(postId, revision);
    }

    private static byte[] key(String postId, SearchModel model) {
        return new IndexKey(postId, model.name()).toBytes();
    }

    private String newId() {
        return id(posts++);
    }

    private static String id(int number) {
        return "p" + number;
    }

    private void send(TopicPlan topic, byte[] key, byte @Nullable [] value) {
        var unused =
                producer.send(
                        new ProducerRecord<>(topics.of(topic), key, value),
                        (sent, failed) -> {
                            if (failed != null) {
                                failure.compareAndSet(null, failed);
                            }
                        });
    }
}
