package io.nearline.faults.workload;

import io.nearline.faults.history.Disturbance;
import io.nearline.faults.history.GivenUp;
import io.nearline.faults.history.History;
import io.nearline.faults.history.Liveness;
import io.nearline.faults.history.Place;
import io.nearline.faults.history.PostWrite;
import io.nearline.faults.history.Publication;
import io.nearline.faults.history.Tombstone;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.cluster.TopicPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads everything that is written and published, from a thread of its own, and knows at any time
 * how far the one is behind the other.
 */
public final class TopicWatch implements AutoCloseable {
    private static final String POSTS = TopicPlan.POSTS.defaultName();
    private static final String UPDATES = TopicPlan.INDEX_UPDATES.defaultName();
    private static final String LETTERS = TopicPlan.DEAD_LETTERS.defaultName();

    private final PostRecords posts = new PostRecords();
    private final AvroCodec<IndexUpdate> updates = AvroCodec.of(IndexUpdate.class);
    private final AvroCodec<DeadLetter> letters = AvroCodec.of(DeadLetter.class);
    private final TopicTail committed;
    private final TopicTail everything;
    private final CampaignClock clock;
    private final Liveness liveness;
    private final Map<Place, PostWrite> writes = new LinkedHashMap<>();
    private final List<Publication> publications = new ArrayList<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private final List<GivenUp> givenUp = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "topic-watch");
    private long epoch;
    private volatile boolean closed;
    private volatile RuntimeException failure;

    /**
     * @param models names of the models under which every post is published
     */
    public TopicWatch(String brokers, Set<String> models, CampaignClock clock) {
        this.clock = clock;
        liveness = new Liveness(models);
        committed = new TopicTail(brokers, "read_committed", Set.of(POSTS, UPDATES, LETTERS));
        everything = new TopicTail(brokers, "read_uncommitted", Set.of(POSTS));
    }

    /** Begins to read, from the beginning of the topics. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Keys that are behind for longer than that, one line each. */
    public synchronized List<String> behind(long boundMillis) {
        requireAlive();
        return liveness.behind(clock.millis(), boundMillis);
    }

    /** How many updates have been published. */
    public synchronized int published() {
        return publications.size();
    }

    /** How many posts were given up. */
    public synchronized int deadLetters() {
        return givenUp.size();
    }

    /** The last update of each key, in the order in which the keys came first. */
    public synchronized List<Publication> lastPublications() {
        Map<String, Publication> last = new LinkedHashMap<>();
        publications.forEach(p -> last.put(p.update().getPostId(), p));
        return List.copyOf(last.values());
    }

    /** Everything that was seen; call it while nobody writes. */
    public synchronized History history(List<Disturbance> disturbances) {
        requireAlive();
        return new History(
                List.copyOf(writes.values()), publications, tombstones, givenUp, disturbances);
    }

    /** Whether all that was written has been read, of aborted transactions too. */
    public boolean hasReadAll() {
        return committed.atEnd() && everything.atEnd();
    }

    /** The posts topic is made anew: its offsets begin again. */
    public synchronized void postsAreRecreated() {
        epoch++;
        committed.forget(POSTS);
        everything.forget(POSTS);
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
        try (committed;
                everything) {
            while (!closed) {
                read(committed, this::committed);
                read(everything, this::uncommitted);
            }
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    private void read(TopicTail tail, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        var records = tail.poll();
        synchronized (this) {
            records.forEach(reader);
        }
    }

    private void committed(ConsumerRecord<byte[], byte[]> record) {
        long now = clock.millis();
        if (record.topic().equals(POSTS)) {
            PostWrite write = posts.write(placeOfPost(record), record, now, true);
            writes.put(write.place(), write);
            liveness.written(write);
        } else if (record.topic().equals(UPDATES)) {
            if (record.value() == null) {
                tombstones.add(new Tombstone(place(record), IndexKey.parse(record.key())));
            } else {
                Publication publication =
                        new Publication(place(record), now, updates.decode(record.value()));
                publications.add(publication);
                liveness.published(publication);
            }
        } else {
            GivenUp letter = new GivenUp(place(record), now, letters.decode(record.value()));
            givenUp.add(letter);
            liveness.givenUp(letter);
        }
    }

    private void uncommitted(ConsumerRecord<byte[], byte[]> record) {
        PostWrite write = posts.write(placeOfPost(record), record, clock.millis(), false);
        writes.putIfAbsent(write.place(), write);
    }

    private static Place place(ConsumerRecord<byte[], byte[]> record) {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    /** A topic that was made anew has the same offsets again. */
    private Place placeOfPost(ConsumerRecord<byte[], byte[]> record) {
        return new Place(
                record.topic(), record.partition(), record.offset() + epoch * 1_000_000_000L);
    }

    private void requireAlive() {
        if (failure != null) {
            throw new IllegalStateException("the topics cannot be read", failure);
        }
    }
}
