package io.nearline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.UpdateKind;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.conformance.HeldPost;
import io.nearline.topics.conformance.HeldState;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.consume.ConsumerStatus;
import io.nearline.topics.consume.ModelIdentity;
import io.nearline.topics.consume.UpdateConsumer;
import io.nearline.topics.consume.UpdateStore;
import io.nearline.topics.control.ControlTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real broker, the consumer, the example for PostgreSQL, and a server that is killed in mid-run.
 */
@Timeout(600)
class KilledPostgresITCase {

    private static final String MODEL = "m";
    private static final int RECORDS = 4000;
    private static final int POSTS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir private Path directory;

    private final SplittableRandom random = new SplittableRandom(51);
    private final Map<IndexKey, IndexUpdate> newest = new HashMap<>();

    @Test
    void holdsTheNewestOfEveryPostThoughTheServerWasKilledTwice() throws Exception {
        Optional<Path> programs = PostgresServer.programs();
        assumeThat(programs).as("PostgreSQL's programs: Debian's package postgresql").isPresent();
        try (PostgresServer server = PostgresServer.start(programs.orElseThrow());
                CompiledExample example =
                        new CompiledExample("PostgresStore", directory.resolve("classes"));
                LocalBroker broker = LocalBroker.start(directory.resolve("broker"))) {
            Cluster cluster = Cluster.at(broker.bootstrapServers());
            publish(cluster);
            long applied = 0;
            for (int kills = 0; kills < 2; kills++) {
                applied = runUntilKilled(cluster, example, server, applied);
            }
            runToTheEnd(cluster, example, server);

            try (PostgresTables tables = new PostgresTables(server.url())) {
                assertThat(expected().differences(tables.held())).isEmpty();
            }
        }
    }

    private void publish(Cluster cluster) {
        try (Topics topics = Topics.of(cluster)) {
            topics.create(
                    TopicPlan.INDEX_UPDATES,
                    TopicPlan.INDEX_UPDATES.defaultName(),
                    3,
                    Optional.empty());
            topics.create(
                    TopicPlan.INDEX_CONTROL,
                    TopicPlan.INDEX_CONTROL.defaultName(),
                    1,
                    Optional.empty());
        }
        try (ControlTopic control =
                ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName())) {
            control.publish(ControlRecords.status(MODEL, ModelState.ACTIVE, 1));
        }
        try (TopicWriter writer = new TopicWriter(cluster, TopicPlan.INDEX_UPDATES.defaultName())) {
            for (int i = 0; i < RECORDS; i++) {
                IndexUpdate update = next();
                writer.write(Updates.key(update), Updates.value(update));
                newest.merge(
                        IndexKey.parse(Updates.key(update)),
                        update,
                        (held, later) -> later.getRevision() >= held.getRevision() ? later : held);
            }
        }
    }

    /** One in five is a delete; revisions come in any order, as after a restart of the job. */
    private IndexUpdate next() {
        String post = "p" + random.nextInt(POSTS);
        long revision = random.nextLong(1000);
        return random.nextInt(5) == 0
                ? Updates.delete(post, revision, MODEL)
                : Updates.upsert(post, revision, MODEL);
    }

    /** How many records were applied when the server was killed. */
    private static long runUntilKilled(
            Cluster cluster, CompiledExample example, PostgresServer server, long before)
            throws Exception {
        try (UpdateStore store = example.open(server.url());
                UpdateConsumer consumer = consumer(cluster, store)) {
            Thread thread = start(consumer);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> applied(consumer) > before + RECORDS / 5);
            long applied = applied(consumer);
            server.crash();
            thread.join(PATIENCE.toMillis());
            assertThat(consumer.status().state()).isEqualTo(ConsumerStatus.State.FAILED);
            return applied;
        }
    }

    private static void runToTheEnd(Cluster cluster, CompiledExample example, PostgresServer server)
            throws Exception {
        try (UpdateStore store = example.open(server.url());
                UpdateConsumer consumer = consumer(cluster, store)) {
            assertThat(store.position().offsets()).as("a commit before the kills").isNotEmpty();
            Thread thread = start(consumer);
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    consumer.status().isUpToDate(0)
                                            && applied(consumer) == RECORDS
                                            && consumer.status().choice().queried().isPresent());
            assertThat(thread.isAlive()).isTrue();
        }
    }

    private static UpdateConsumer consumer(Cluster cluster, UpdateStore store) {
        return new UpdateConsumer(
                cluster, store, ConsumerOptions.defaults().withCommits(50, Duration.ofMillis(200)));
    }

    /** A failure of the store ends the thread; the status says so. */
    private static Thread start(UpdateConsumer consumer) {
        Thread thread = new Thread(consumer, "consumer");
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        thread.start();
        return thread;
    }

    private static long applied(UpdateConsumer consumer) {
        return consumer.applied().values().stream().mapToLong(Long::longValue).sum();
    }

    private HeldState expected() {
        return new HeldState(
                new ModelIdentity(MODEL, ControlRecords.digest(MODEL)),
                newest.values().stream()
                        .filter(update -> update.getKind() == UpdateKind.UPSERT)
                        .map(HeldPost::of)
                        .toList());
    }
}
