package io.nearline.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.ModelId;
import io.nearline.operations.rollout.DecisionRefusedException;
import io.nearline.operations.rollout.GateProgress;
import io.nearline.operations.rollout.Purge;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import io.nearline.topics.cluster.TopicWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ending what a retired model has left, against a real broker. Each test has topics of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PurgeBrokerTest {

    private static final int POSTS = 30;
    private static final ModelId GONE = model("gone");
    private static final ModelId KEPT = model("kept");

    @TempDir private static Path directory;
    private static LocalBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static ModelId model(String name) {
        return new ModelId(name, ControlRecords.digest(name));
    }

    /** Both models have POSTS posts; one of them is retired and no longer served. */
    private static RolloutTopics withRetiredModel(String prefix) {
        RolloutTopics topics = RolloutTopics.create(Cluster.at(broker.bootstrapServers()), prefix);
        topics.decide(KEPT, ModelState.ACTIVE, 1);
        topics.decide(GONE, ModelState.RETIRED, 2);
        topics.serve(KEPT, ServingState.SERVING);
        topics.serve(GONE, ServingState.STOPPED);
        topics.publish(GONE, POSTS);
        topics.publish(KEPT, POSTS);
        return topics;
    }

    private static CommandLineRun purge(RolloutTopics topics, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "retire";
        arguments[1] = GONE.name();
        arguments[2] = "--purge";
        arguments[3] = "--index-updates-topic=" + topics.updates();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return topics.rollout(arguments);
    }

    /** How many keys of each model hold a value, as a consumer counts them. */
    private static Map<String, Integer> held(RolloutTopics topics) {
        Map<String, byte[]> last = new TreeMap<>();
        try (TopicReader reader =
                TopicReader.open(topics.cluster(), topics.updates(), StartAt.BEGINNING)) {
            reader.readToEnd(
                    polled ->
                            last.put(
                                    polled.partition()
                                            + "/"
                                            + new String(polled.key(), StandardCharsets.UTF_8),
                                    polled.value()));
        }
        Map<String, Integer> held = new TreeMap<>();
        last.forEach(
                (key, value) -> {
                    if (value != null) {
                        String name =
                                IndexKey.parse(key.getBytes(StandardCharsets.UTF_8)).modelName();
                        held.merge(name, 1, Integer::sum);
                    }
                });
        return held;
    }

    private static long records(RolloutTopics topics) {
        long[] count = {0};
        try (TopicReader reader =
                TopicReader.open(topics.cluster(), topics.updates(), StartAt.BEGINNING)) {
            reader.readToEnd(polled -> count[0]++);
        }
        return count[0];
    }

    @Test
    void endsEveryKeyOfTheRetiredModelAndNoOther() {
        RolloutTopics topics = withRetiredModel("both");
        write(topics, Updates.delete("p1", 2, GONE.name()));

        CommandLineRun run = purge(topics);

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out())
                .containsExactly(
                        "both-updates: 30 tombstones written for gone; compaction removes the"
                                + " values");
        assertThat(held(topics)).containsExactly(Map.entry("kept", POSTS));
    }

    @Test
    void itsTombstonesSayInHeadersOfWhichModelTheyAre() {
        RolloutTopics topics = withRetiredModel("headers");

        purge(topics);

        List<String> headers = new ArrayList<>();
        try (TopicReader reader =
                TopicReader.open(topics.cluster(), topics.updates(), StartAt.BEGINNING)) {
            reader.readToEnd(
                    polled -> {
                        if (polled.value() == null) {
                            polled.headers().forEach(header -> headers.add(text(header)));
                        }
                    });
        }
        assertThat(headers)
                .hasSize(2 * POSTS)
                .containsOnly("nearline-kind=TOMBSTONE", "nearline-model=gone");
    }

    private static String text(Header header) {
        return header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void aSecondRunWritesNothing() {
        RolloutTopics topics = withRetiredModel("twice");
        purge(topics);
        long before = records(topics);

        CommandLineRun again = purge(topics);

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).containsExactly("twice-updates holds nothing of gone");
        assertThat(records(topics)).isEqualTo(before);
    }

    @Test
    void aDryRunCountsAndWritesNothing() throws IOException {
        RolloutTopics topics = withRetiredModel("dry");

        CommandLineRun told = purge(topics, "--dry-run");
        CommandLineRun json = purge(topics, "--dry-run", "--json");

        assertThat(told.out()).singleElement().asString().contains("30 keys of gone");
        assertThat(new ObjectMapper().readTree(json.out().get(0)))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"model": "gone", "topic": "dry-updates", "keys": 30,
                                         "tombstones": 0}
                                        """));
        assertThat(held(topics)).containsEntry("gone", POSTS);
    }

    @Test
    void refusesAModelThatIsServedAndTouchesNothing() {
        RolloutTopics topics = withRetiredModel("served");
        topics.serve(GONE, ServingState.SERVING);

        CommandLineRun refused = purge(topics);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).singleElement().asString().contains("SERVING", "STOPPED");
        assertThat(held(topics)).containsEntry("gone", POSTS);
    }

    @Test
    void aDryRunIsForAPurgeOnly() {
        RolloutTopics topics = withRetiredModel("usage");

        CommandLineRun run = topics.rollout("retire", KEPT.name(), "--dry-run");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("--dry-run", "--purge");
    }

    /** A key then goes elsewhere, and its old value would stay where it is for ever. */
    @Test
    void endsKeysWhereTheyLieAlsoAfterTheTopicHasGotMorePartitions() throws Exception {
        RolloutTopics topics = withRetiredModel("more");
        addPartitions(topics);
        topics.publish(GONE, POSTS);

        CommandLineRun run = purge(topics);

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(held(topics)).doesNotContainKey("gone");
    }

    @Test
    void endsWhatIsPublishedWhileItWrites() {
        RolloutTopics topics = withRetiredModel("late");
        try (Purge purge = begin(topics)) {
            boolean[] first = {true};
            long written =
                    purge.write(
                            () -> {
                                if (first[0]) {
                                    write(topics, Updates.upsert("late", 1, GONE.name()));
                                }
                                first[0] = false;
                            });
            assertThat(written).isEqualTo(POSTS + 1);
        }

        assertThat(held(topics)).doesNotContainKey("gone");
    }

    @Test
    void givesUpAgainstAJobThatGoesOnPublishing() {
        RolloutTopics topics = withRetiredModel("against");
        int[] late = {0};
        Runnable publishing =
                () -> write(topics, Updates.upsert("late" + late[0]++, 1, GONE.name()));
        try (Purge purge = begin(topics)) {
            assertThatThrownBy(() -> purge.write(publishing))
                    .isInstanceOf(DecisionRefusedException.class)
                    .hasMessageContaining("still publishes");
        }
    }

    @Test
    void stopsWhenTheModelIsServedAgain() {
        RolloutTopics topics = withRetiredModel("back");
        try (Purge purge = begin(topics)) {
            assertThatThrownBy(
                            () ->
                                    purge.write(
                                            () -> {
                                                throw new DecisionRefusedException("it is back");
                                            }))
                    .hasMessage("it is back");
        }

        assertThat(held(topics)).containsEntry("gone", POSTS);
    }

    private static Purge begin(RolloutTopics topics) {
        return Purge.of(topics.cluster(), topics.updates(), GONE.name(), new GateProgress());
    }

    private static void write(RolloutTopics topics, IndexUpdate update) {
        try (TopicWriter writer = new TopicWriter(topics.cluster(), topics.updates())) {
            writer.write(Updates.key(update), Updates.value(update));
        }
    }

    private static void addPartitions(RolloutTopics topics)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, topics.cluster().brokers());
        try (Admin admin = Admin.create(settings)) {
            admin.createPartitions(Map.of(topics.updates(), NewPartitions.increaseTo(5)))
                    .all()
                    .get();
        }
    }
}
