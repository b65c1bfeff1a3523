package io.nearline.topics.consume;

import static io.nearline.testkit.ControlRecords.digest;
import static io.nearline.testkit.ControlRecords.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.broker.LocalBroker;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.UpdateKind;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.consume.ConsumerStatus.State;
import io.nearline.topics.consume.RebuildRequiredException.Cause;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The consumer on a real broker. Each test has topics of its own and waits for most of its time, so
 * they run side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class UpdateConsumerBrokerTest {

    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Cluster cluster;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(directory.resolve("broker"));
        cluster = Cluster.at(broker.bootstrapServers());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void readsASnapshotAndFollows() throws Exception {
        ConsumerOptions options = topics("follow");
        MapStore.Disk disk = new MapStore.Disk();
        MapStore store = new MapStore(disk);
        try (ControlTopic control = ControlTopic.open(cluster, options.controlTopic());
                Writer writer = new Writer(options.updatesTopic())) {
            control.publish(status("a", ModelState.ACTIVE, 1));
            writer.write(Updates.upsert("p1", 1, "a"));
            writer.write(Updates.upsert("p2", 1, "a"));
            try (Running running = new Running(store, options)) {
                running.await(status -> status.isUpToDate(0));
                assertThat(disk.position().complete()).isTrue();
                assertThat(store.posts())
                        .containsOnlyKeys(new IndexKey("p1", "a"), new IndexKey("p2", "a"));
                assertThat(store.queriedNow()).isEqualTo(new ModelIdentity("a", digest("a")));

                Written written = writer.write(Updates.upsert("p3", 1, "a"));
                assertThat(
                                running.consumer.awaitApplied(
                                        written.partition(), written.offset(), PATIENCE))
                        .isTrue();
                assertThat(
                                running.consumer.awaitApplied(
                                        written.partition(),
                                        written.offset() + 1,
                                        Duration.ofMillis(1)))
                        .isFalse();
                assertThat(running.consumer.awaitUpToDate(0, PATIENCE)).isTrue();
                writer.write(Updates.upsert("p1", 1, "b"));
                control.publish(status("b", ModelState.ACTIVE, 2));
                running.await(
                        status ->
                                status.choice()
                                        .queried()
                                        .filter(model -> model.name().equals("b"))
                                        .isPresent());
                assertThat(store.posts()).containsKey(new IndexKey("p1", "b"));
                assertThat(running.consumer.status().outcomes())
                        .containsEntry(Outcome.UPSERTED, 4L);
            }
            assertThat(disk.position().offsets().values().stream().mapToLong(Long::valueOf).sum())
                    .isEqualTo(4);
        }
    }

    /** A store may take minutes to open, and models are promoted meanwhile. */
    @Test
    void readsWhatIsPublishedAfterItsTopicsWereOpened() throws Exception {
        ConsumerOptions options = topics("early");
        MapStore store = new MapStore(new MapStore.Disk());
        try (ControlTopic control = ControlTopic.open(cluster, options.controlTopic());
                Writer writer = new Writer(options.updatesTopic())) {
            control.publish(status("a", ModelState.ACTIVE, 1));
            writer.write(Updates.upsert("p1", 1, "a"));
            TopicsOpening opening = TopicsOpening.begin(cluster, options);
            Awaitility.await("the topics").atMost(PATIENCE).until(opening::isOver);
            writer.write(Updates.upsert("p1", 2, "a"));
            writer.write(Updates.upsert("p2", 1, "b"));
            control.publish(status("b", ModelState.ACTIVE, 2));
            try (Running running = new Running(new UpdateConsumer(opening, store))) {
                running.await(
                        status ->
                                status.isUpToDate(0)
                                        && status.choice()
                                                .queried()
                                                .filter(model -> model.name().equals("b"))
                                                .isPresent());
            }
        }

        assertThat(store.revision(new IndexKey("p1", "a"))).hasValue(2);
        assertThat(store.revision(new IndexKey("p2", "b"))).hasValue(1);
        assertThat(store.queriedNow()).isEqualTo(new ModelIdentity("b", digest("b")));
    }

    @Test
    void opensTopicsAnewThatCouldNotBeOpenedEarly() throws Exception {
        Path place = directory.resolve("late");
        LocalBroker first = LocalBroker.start(place);
        int port = first.port();
        Cluster late =
                new Cluster(
                        first.bootstrapServers(),
                        Map.of("default.api.timeout.ms", "1000", "request.timeout.ms", "1000"));
        ConsumerOptions options = ConsumerOptions.defaults();
        try (Topics topics = Topics.of(late)) {
            topics.create(TopicPlan.INDEX_UPDATES, options.updatesTopic(), 1, Optional.empty());
            topics.create(TopicPlan.INDEX_CONTROL, options.controlTopic(), 1, Optional.empty());
        }
        first.close();
        TopicsOpening opening = TopicsOpening.begin(late, options);
        Awaitility.await("no topics").atMost(PATIENCE).until(opening::isOver);
        LocalBroker second = LocalBroker.start(place, port);
        try (Running running =
                new Running(new UpdateConsumer(opening, new MapStore(new MapStore.Disk())))) {
            running.await(status -> status.isUpToDate(0));
        } finally {
            second.close();
        }
    }

    @Test
    void leavesTopicsThatAreStillBeingOpenedWhenItIsStopped() throws Exception {
        Cluster nobody = Cluster.at("127.0.0.1:1");
        TopicsOpening opening = TopicsOpening.begin(nobody, ConsumerOptions.defaults());
        UpdateConsumer consumer = new UpdateConsumer(opening, new MapStore(new MapStore.Disk()));
        CompletableFuture<Void> run = CompletableFuture.runAsync(consumer);

        consumer.close();

        // Brokers that are away are waited for longer.
        assertThat(run).succeedsWithin(Duration.ofSeconds(8));
        assertThat(consumer.awaitUpToDate(0, PATIENCE)).isFalse();
        assertThat(consumer.status().state()).isEqualTo(State.STOPPED);
    }

    /** Whatever call of the store is the last before the process dies. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isEqualToTheOracleHoweverOftenItIsKilled(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        ConsumerOptions options = topics("killed-" + seed).withCommits(20, Duration.ofMillis(50));
        Map<IndexKey, IndexUpdate> oracle = new HashMap<>();
        MapStore.Disk disk = new MapStore.Disk();
        int kills = 0;
        try (ControlTopic control = ControlTopic.open(cluster, options.controlTopic());
                Writer writer = new Writer(options.updatesTopic())) {
            control.publish(status("a", ModelState.ACTIVE, 1));
            writer.writeRandomly(400, random, oracle);
            while (kills < 8) {
                TopicsOpening opening = TopicsOpening.begin(cluster, options);
                // The topics may be open by now, or not.
                writer.writeRandomly(20, random, oracle);
                Mortal store = new Mortal(disk, 1 + random.nextInt(300));
                try (Running running = new Running(new UpdateConsumer(opening, store))) {
                    writer.writeRandomly(20, random, oracle);
                    running.await(status -> status.state() == State.FAILED || status.isUpToDate(0));
                }
                kills += store.isDead() ? 1 : 0;
                if (!store.isDead()) {
                    writer.writeRandomly(200, random, oracle);
                }
            }
            MapStore last = new MapStore(disk);
            try (Running running = new Running(last, options)) {
                running.await(status -> status.isUpToDate(0));
            }
            assertThat(new MapStore(disk).posts()).isEqualTo(oracle);
        }
    }

    @Test
    void whatIsRolledBackIsNotRead() throws Exception {
        ConsumerOptions options = topics("rolled-back");
        MapStore store = new MapStore(new MapStore.Disk());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                cluster.brokers(),
                                "transactional.id",
                                "rolled-back"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(options, Updates.upsert("p1", 9, "a"))).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record(options, Updates.upsert("p1", 1, "a"))).get();
            producer.commitTransaction();
        }
        try (Running running = new Running(store, options)) {
            running.await(status -> status.isUpToDate(0));
        }

        assertThat(store.revision(new IndexKey("p1", "a"))).hasValue(1);
    }

    @Test
    void aTopicThatWasMadeAnewIsTold() throws Exception {
        ConsumerOptions options = topics("anew");
        MapStore.Disk disk = new MapStore.Disk();
        try (Running running = new Running(new MapStore(disk), options)) {
            running.await(status -> status.isUpToDate(0));
        }
        try (Admin admin = Admin.create(cluster.adminSettings())) {
            admin.deleteTopics(List.of(options.updatesTopic())).all().get();
        }
        create(TopicPlan.INDEX_UPDATES, options.updatesTopic());

        UpdateConsumer consumer = new UpdateConsumer(cluster, new MapStore(disk), options);

        assertThatThrownBy(consumer::run)
                .isInstanceOfSatisfying(
                        RebuildRequiredException.class,
                        e -> assertThat(e.reason()).isEqualTo(Cause.TOPIC_MADE_ANEW));
        assertThat(consumer.status().state()).isEqualTo(State.FAILED);
        assertThat(consumer.status().problem().orElseThrow()).contains("made anew");
    }

    @Test
    void aTopicThatIsNotThereIsTold() {
        ConsumerOptions options =
                ConsumerOptions.defaults().withTopics("nowhere", "nowhere-either");

        assertThatThrownBy(
                        () ->
                                new UpdateConsumer(
                                                cluster, new MapStore(new MapStore.Disk()), options)
                                        .run())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void waitsForBrokersThatAreAwayAndGoesOn() throws Exception {
        Path place = directory.resolve("away");
        LocalBroker first = LocalBroker.start(place);
        int port = first.port();
        Cluster away = Cluster.at(first.bootstrapServers());
        ConsumerOptions options = ConsumerOptions.defaults();
        try (Topics topics = Topics.of(away)) {
            topics.create(TopicPlan.INDEX_UPDATES, options.updatesTopic(), 1, Optional.empty());
            topics.create(TopicPlan.INDEX_CONTROL, options.controlTopic(), 1, Optional.empty());
        }
        MapStore store = new MapStore(new MapStore.Disk());
        try (Running running = new Running(away, store, options)) {
            running.await(status -> status.isUpToDate(0));
            first.close();
            running.await(status -> status.state() == State.WAITING_FOR_BROKERS);
            LocalBroker second = LocalBroker.start(place, port);
            try {
                try (TopicWriter writer = new TopicWriter(away, options.updatesTopic())) {
                    IndexUpdate update = Updates.upsert("p1", 1, "a");
                    writer.write(Updates.key(update), Updates.value(update));
                }
                assertThat(running.consumer.awaitApplied(0, 0, PATIENCE)).isTrue();
                running.await(status -> status.isUpToDate(0));
            } finally {
                second.close();
            }
        }
    }

    @Test
    void stopsWhileItWaitsForBrokersThatWereNeverThere() throws Exception {
        Cluster nobody = Cluster.at("127.0.0.1:1");
        MapStore.Disk disk = new MapStore.Disk();
        try (Running running =
                new Running(nobody, new MapStore(disk), ConsumerOptions.defaults())) {
            running.await(status -> status.state() == State.WAITING_FOR_BROKERS);
            assertThat(running.consumer.status().problem().orElseThrow()).contains("127.0.0.1:1");
        }

        assertThat(disk.commits()).isZero();
    }

    private static ProducerRecord<byte[], byte[]> record(
            ConsumerOptions options, IndexUpdate update) {
        return new ProducerRecord<>(
                options.updatesTopic(), Updates.key(update), Updates.value(update));
    }

    private static ConsumerOptions topics(String name) {
        ConsumerOptions options =
                ConsumerOptions.defaults().withTopics(name + "-updates", name + "-control");
        create(TopicPlan.INDEX_UPDATES, options.updatesTopic());
        create(TopicPlan.INDEX_CONTROL, options.controlTopic());
        return options;
    }

    private static void create(TopicPlan plan, String name) {
        try (Topics topics = Topics.of(cluster)) {
            topics.create(plan, name, PARTITIONS, Optional.empty());
        }
    }

    /** A consumer on a thread of its own. */
    private static final class Running implements AutoCloseable {

        private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

        final UpdateConsumer consumer;
        private final CompletableFuture<Void> run;

        Running(UpdateStore store, ConsumerOptions options) {
            this(cluster, store, options);
        }

        Running(Cluster at, UpdateStore store, ConsumerOptions options) {
            this(new UpdateConsumer(at, store, options));
        }

        Running(UpdateConsumer consumer) {
            this.consumer = consumer;
            run =
                    CompletableFuture.runAsync(
                            consumer, task -> new Thread(task, "consumer").start());
        }

        void await(Predicate<ConsumerStatus> wanted) throws Exception {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(LOOK_AGAIN)
                    .until(
                            () -> {
                                boolean reached = wanted.test(consumer.status());
                                if (!reached && run.isDone()) {
                                    run.get();
                                }
                                return reached;
                            });
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    /** A store whose process is killed at one of its calls. */
    private static final class Mortal extends MapStore {

        private int callsLeft;
        private boolean dead;

        Mortal(Disk disk, int callsLeft) {
            super(disk);
            this.callsLeft = callsLeft;
        }

        boolean isDead() {
            return dead;
        }

        @Override
        public void upsert(IndexKey key, IndexUpdate update) {
            live();
            super.upsert(key, update);
        }

        @Override
        public void delete(IndexKey key, long revision, Instant seenAt) {
            live();
            super.delete(key, revision, seenAt);
        }

        @Override
        public void erase(IndexKey key) {
            live();
            super.erase(key);
        }

        @Override
        public void commit(Position position) {
            live();
            super.commit(position);
        }

        private void live() {
            dead = dead || --callsLeft < 0;
            if (dead) {
                throw new UncheckedIOException(new IOException("killed"));
            }
        }
    }

    private record Written(int partition, long offset) {}

    /** Writes updates, and remembers what a right consumer holds. */
    private static final class Writer implements AutoCloseable {

        private final KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", cluster.brokers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        private final String topic;
        private final Map<IndexKey, Long> revisions = new HashMap<>();

        Writer(String topic) {
            this.topic = topic;
        }

        Written write(IndexUpdate update) throws Exception {
            var written =
                    producer.send(
                                    new ProducerRecord<>(
                                            topic, Updates.key(update), Updates.value(update)))
                            .get();
            return new Written(written.partition(), written.offset());
        }

        /** Edits and deletes, each now and then followed by older ones; tombstones of deletes. */
        void writeRandomly(int count, SplittableRandom random, Map<IndexKey, IndexUpdate> oracle) {
            for (int i = 0; i < count; i++) {
                IndexKey key =
                        new IndexKey(
                                "post-" + random.nextInt(40), random.nextBoolean() ? "a" : "b");
                long revision = revisions.merge(key, 1L, Long::sum);
                boolean deletes = random.nextInt(4) == 0;
                IndexUpdate update =
                        deletes
                                ? Updates.delete(key.postId(), revision, key.modelName())
                                : Updates.upsert(key.postId(), revision, key.modelName());
                send(update);
                if (deletes) {
                    oracle.remove(key);
                } else {
                    oracle.put(key, update);
                }
                if (revision > 1 && random.nextInt(3) == 0) {
                    send(
                            Updates.upsert(
                                    key.postId(),
                                    1 + random.nextLong(revision - 1),
                                    key.modelName()));
                } else if (update.getKind() == UpdateKind.DELETE && random.nextInt(3) == 0) {
                    send(key.toBytes(), null);
                }
            }
            producer.flush();
        }

        private void send(IndexUpdate update) {
            send(Updates.key(update), Updates.value(update));
        }

        @SuppressWarnings("FutureReturnValueIgnored") // The flush waits for all of them.
        private void send(byte[] key, byte[] value) {
            producer.send(new ProducerRecord<>(topic, key, value));
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
