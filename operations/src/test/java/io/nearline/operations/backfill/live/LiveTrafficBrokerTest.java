package io.nearline.operations.backfill.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TombstoneWriter;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LiveTrafficBrokerTest {

    private static final String UPDATES = TopicPlan.INDEX_UPDATES.defaultName();
    private static final String MERGED = TopicPlan.BACKFILL_UPDATES.defaultName();

    @TempDir private Path directory;

    @Test
    void aTombstoneIsNoLiveTraffic() {
        try (LocalBroker broker = LocalBroker.start(directory)) {
            Cluster cluster = Cluster.at(broker.bootstrapServers());
            create(cluster);
            IndexUpdate update = Updates.delete("p", 1, "m");
            try (TopicWriter writer = new TopicWriter(cluster, UPDATES);
                    TombstoneWriter tombstones = new TombstoneWriter(cluster, UPDATES)) {
                writer.write(Updates.key(update), Updates.value(update));
                tombstones.write(0, Updates.key(update));
                tombstones.flush();
            }

            LiveTraffic traffic =
                    new LiveTrafficReader(cluster, Clock.systemUTC())
                            .read(UPDATES, MERGED, "nearline-merge");

            assertThat(traffic.updatesPerSecond()).isBetween(0.9 / 60, 1.1 / 60);
        }
    }

    private static void create(Cluster cluster) {
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.INDEX_UPDATES, UPDATES, 1, Optional.empty());
            topics.create(TopicPlan.BACKFILL_UPDATES, MERGED, 1, Optional.empty());
        }
    }
}
