package io.nearline.cli.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.cli.TeamAvro;
import io.nearline.testkit.PaperRegistry;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Samples of topics, from a real broker. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MappingCheckCommandBrokerTest {

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Path mapping;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = LocalBroker.start(directory.resolve("broker"));
        mapping =
                Files.writeString(
                        directory.resolve("posts.yaml"), "id: id\nrevision: v\nbody: text\n");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void theTenNewestRecordsAreTriedWithoutNullValues() {
        List<byte[]> values = new ArrayList<>();
        for (int version = 1; version <= 60; version++) {
            values.add("{\"id\":\"a\",\"v\":%d,\"text\":\"t\"}".formatted(version).getBytes(UTF_8));
            values.add(null);
        }
        publish("articles", values);

        CommandLineRun run = check("articles", "--format=json");

        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        assertThat(run.out()).contains("records that became posts: 10 (update 10)");
        assertThat(run.out().subList(0, 10))
                .allSatisfy(line -> assertThat(line).startsWith("{\"postId\":\"a\""))
                .anySatisfy(line -> assertThat(line).contains("\"revision\":60,"))
                .noneSatisfy(line -> assertThat(line).contains("\"revision\":1,"));
    }

    @Test
    void aRecordThatIsRefusedIsNamedByPartitionAndOffset() {
        publish("broken", List.of("{\"id\":\"a\",\"v\":\"secret\"}".getBytes(UTF_8)));

        CommandLineRun run = check("broken", "--format=json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .anyMatch(
                        line ->
                                line.matches(
                                        "  1, the first on offset 0 of partition [01]: revision:"
                                                + " path v must lead to .*found text"))
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void avroIsReadByTheRegistrysSchema() {
        publish("avro", List.of(TeamAvro.record("a", 3, "Rain")));
        try (PaperRegistry registry = TeamAvro.registry()) {
            CommandLineRun run =
                    check("avro", "--format=confluent-avro", "--registry-url=" + registry.url());

            assertThat(run.exitCode()).as("%s", run.err()).isZero();
            assertThat(run.out().get(0)).contains("\"revision\":3", "\"body\":\"Rain\"");

            registry.leave();
            CommandLineRun away =
                    check("avro", "--format=confluent-avro", "--registry-url=" + registry.url());
            assertThat(away.exitCode()).isEqualTo(1);
            assertThat(away.err().get(0))
                    .isEqualTo(
                            "nearline: the schema registry at %s does not answer"
                                            .formatted(registry.url())
                                    + " (ConnectException); see --registry-url");
        }
    }

    /** {@code message P { string id = 1; int64 v = 2; string text = 3; }} of proto3. */
    @Test
    void protobufIsReadByDescriptors() throws Exception {
        String fields =
                field("\n\u0002id\u0018\u0001 \u0001(\t")
                        + field("\n\u0001v\u0018\u0002 \u0001(\u0003")
                        + field("\n\u0004text\u0018\u0003 \u0001(\t");
        String file = "\n\u0007p.proto" + within('"', "\n\u0001P" + fields) + "b\u0006proto3";
        Path descriptor = directory.resolve("p.desc");
        Files.writeString(descriptor, within('\n', file));
        publish("protobuf", List.of("\n\u0001a\u0010\u0003\u001a\u0004Rain".getBytes(UTF_8)));

        CommandLineRun run =
                check(
                        "protobuf",
                        "--format=protobuf",
                        "--protobuf-descriptor=" + descriptor,
                        "--protobuf-message=P");

        assertThat(run.exitCode()).as("%s", run.err()).isZero();
        assertThat(run.out().get(0)).contains("\"revision\":3", "\"body\":\"Rain\"");
        assertThat(
                        check(
                                        "protobuf",
                                        "--format=protobuf",
                                        "--protobuf-descriptor=" + descriptor,
                                        "--protobuf-message=Q")
                                .err())
                .containsExactly("nearline: --protobuf-descriptor: it has no message 'Q', but P");
    }

    @Test
    void whatAFormatNeedsIsSaid() {
        assertThat(check("articles", "--format=confluent-avro").err())
                .containsExactly("nearline: --format confluent-avro needs --registry-url");
        assertThat(check("articles", "--format=protobuf").err())
                .containsExactly(
                        "nearline: --format protobuf needs --protobuf-descriptor and"
                                + " --protobuf-message");
        assertThat(check("nowhere", "--format=json").err())
                .singleElement()
                .asString()
                .contains("there is no topic nowhere");
        assertThat(check("articles", "--format=xml").err())
                .anyMatch(line -> line.contains("give json, confluent-avro or protobuf"));
    }

    private static String field(String definition) {
        return within('\u0012', definition);
    }

    private static String within(char tag, String content) {
        return "" + tag + (char) content.length() + content;
    }

    private static CommandLineRun check(String topic, String... options) {
        List<String> arguments = new ArrayList<>(List.of("mapping", "check", mapping.toString()));
        arguments.add("--sample=" + topic);
        arguments.add("--brokers=" + broker.bootstrapServers());
        arguments.addAll(List.of(options));
        return CommandLineRun.of(arguments.toArray(new String[0]));
    }

    private static void publish(String topic, List<byte[]> values) {
        Cluster cluster = Cluster.at(broker.bootstrapServers());
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.POSTS, topic, 2, Optional.empty());
        }
        try (TopicWriter writer = new TopicWriter(cluster, topic)) {
            values.forEach(value -> writer.write(null, value));
        }
    }
}
