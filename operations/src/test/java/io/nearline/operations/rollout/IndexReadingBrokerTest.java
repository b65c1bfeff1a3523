package io.nearline.operations.rollout;

import static io.nearline.testkit.Updates.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading a topic of updates to its end. Each test has a topic of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IndexReadingBrokerTest {

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
    void aVectorThatIsStillOnItsWayIsWaitedFor() {
        create("late");
        write("late", upsert("a", 1, "old"));

        Coverage coverage =
                read(
                        "late",
                        Duration.ofMinutes(1),
                        read -> {
                            if (read == 1) {
                                write("late", upsert("a", 1, "new"));
                            }
                        });

        assertThat(coverage).isEqualTo(new Coverage(1, 1));
    }

    @Test
    void aVectorThatDoesNotComeIsMissing() {
        create("never");
        write("never", upsert("a", 1, "old"));
        write("never", upsert("b", 1, "old"));
        write("never", upsert("b", 1, "new"));

        assertThat(read("never", Duration.ofMillis(300), read -> {})).isEqualTo(new Coverage(2, 1));
    }

    private static Coverage read(String topic, Duration settle, LongConsumer progress) {
        IndexSurvey survey =
                new IndexSurvey(
                        Optional.of(IndexSurveyTest.surveyed("old", 10)),
                        IndexSurveyTest.surveyed("new", 10));
        return new IndexReading(survey, progress).read(cluster, topic, settle);
    }

    private static void create(String topic) {
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.INDEX_UPDATES, topic, 2, Optional.empty());
        }
    }

    private static void write(String topic, IndexUpdate update) {
        try (TopicWriter writer = new TopicWriter(cluster, topic)) {
            writer.write(Updates.key(update), Updates.value(update));
        }
    }
}
