package io.nearline.topics.control;

import static io.nearline.testkit.ControlRecords.report;
import static io.nearline.testkit.ControlRecords.serving;
import static io.nearline.testkit.ControlRecords.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.broker.LocalBroker;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ServingState;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control topic on a real broker. Each test has a topic of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ControlTopicBrokerTest {

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
    void whatOnePublishesAnotherReads() {
        try (ControlTopic writer = open("shared");
                ControlTopic reader = ControlTopic.open(cluster, "shared")) {
            assertThat(reader.read().statuses()).isEmpty();

            writer.publish(status("a", ModelState.ACTIVE, 1));
            writer.publish(serving("a", ServingState.SERVING));
            writer.publish(report("b-1", "a", BackfillState.RUNNING));

            ControlView view = reader.read();
            assertThat(view.active()).map(active -> active.getModelName()).contains("a");
            assertThat(view.servings()).containsOnlyKeys("a");
            assertThat(view.backfills()).containsOnlyKeys("b-1");
        }
    }

    @Test
    void awaitingEndsWithWhatIsWaitedFor() {
        try (ControlTopic topic = open("awaited")) {
            topic.publish(status("a", ModelState.CANDIDATE, 1));

            Optional<ControlView> seen =
                    topic.await(view -> view.status("a").isPresent(), Duration.ofMinutes(1));

            assertThat(seen).isPresent();
        }
    }

    @Test
    void awaitingWhatNeverComesEndsEmpty() {
        try (ControlTopic topic = open("silent")) {
            assertThat(topic.await(view -> view.active().isPresent(), Duration.ofMillis(50)))
                    .isEmpty();
        }
    }

    @Test
    void aTopicThatIsNotThereIsTold() {
        assertThatThrownBy(() -> ControlTopic.open(cluster, "nowhere"))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("nowhere");
    }

    private static ControlTopic open(String name) {
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.INDEX_CONTROL, name, 1, Optional.empty());
        }
        return ControlTopic.open(cluster, name);
    }
}
