package io.nearline.topics.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.TopicReader.StartAt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a tombstone is written for: the broker's own compaction removes all that its key had. */
@Timeout(180)
class TombstoneCompactionBrokerTest {

    private static final String TOPIC = "updates";

    @TempDir private Path directory;

    @Test
    void compactionLeavesNothingOfATombstonedKeyAndTheDeleteOfAnother() throws Exception {
        try (LocalBroker broker = LocalBroker.start(directory)) {
            Cluster cluster = Cluster.at(broker.bootstrapServers());
            create(cluster);
            write(cluster, Updates.upsert("gone", 1, "m"), Updates.delete("gone", 2, "m"));
            write(cluster, Updates.upsert("deleted", 1, "m"), Updates.delete("deleted", 2, "m"));
            try (TombstoneWriter tombstones = new TombstoneWriter(cluster, TOPIC)) {
                tombstones.write(0, Updates.key(Updates.delete("gone", 2, "m")));
                tombstones.flush();
            }
            assertThat(keys(cluster)).filteredOn("gone@m"::equals).hasSize(3);

            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> {
                                // A segment is compacted once a later record has begun a new one.
                                write(cluster, Updates.upsert("other", 1, "m"));
                                assertThat(keys(cluster)).doesNotContain("gone@m");
                            });

            assertThat(keys(cluster)).containsOnlyOnce("deleted@m");
        }
    }

    /** Compacted as soon as the broker looks, with tombstones that need not wait for readers. */
    private static void create(Cluster cluster) throws Exception {
        NewTopic topic =
                new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                        .configs(
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG, "compact",
                                        TopicConfig.SEGMENT_MS_CONFIG, "500",
                                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01",
                                        TopicConfig.DELETE_RETENTION_MS_CONFIG, "0"));
        try (Admin admin = Admin.create(cluster.adminSettings())) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static void write(Cluster cluster, IndexUpdate... updates) {
        try (TopicWriter writer = new TopicWriter(cluster, TOPIC)) {
            for (IndexUpdate update : updates) {
                writer.write(Updates.key(update), Updates.value(update));
            }
        }
    }

    private static List<String> keys(Cluster cluster) {
        List<String> keys = new ArrayList<>();
        try (TopicReader reader = TopicReader.open(cluster, TOPIC, StartAt.BEGINNING)) {
            reader.readToEnd(polled -> keys.add(IndexKey.parse(polled.key()).toString()));
        }
        return keys;
    }
}
