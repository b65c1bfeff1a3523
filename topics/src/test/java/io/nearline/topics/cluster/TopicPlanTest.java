package io.nearline.topics.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static final int FIVE_MEGABYTES = 5_000_000;
    private static final Path CONSUMERS_PAGE = Path.of("../schemas/README.md");

    @Test
    void aPostOfFiveMegabytesFits() {
        assertThat(maxMessageBytes(TopicPlan.POSTS)).isGreaterThan(FIVE_MEGABYTES);
    }

    @Test
    void whatCarriesAWholePostTakesMoreThanThePost() {
        assertThat(maxMessageBytes(TopicPlan.DEAD_LETTERS))
                .isGreaterThan(maxMessageBytes(TopicPlan.POSTS));
        assertThat(maxMessageBytes(TopicPlan.INDEX_UPDATES))
                .isGreaterThan(maxMessageBytes(TopicPlan.POSTS));
    }

    @Test
    void everyTopicFitsIntoAProducersRequestAndTheLocalBroker() {
        for (TopicPlan plan : TopicPlan.values()) {
            assertThat(maxMessageBytes(plan))
                    .isLessThanOrEqualTo(TopicPlan.LARGEST_REQUEST)
                    .isLessThanOrEqualTo(LocalBroker.MAX_MESSAGE_BYTES);
        }
    }

    @Test
    void onlyTheProductIsCompactedAndKeepsDeletesForAMonth() {
        assertThat(TopicPlan.INDEX_UPDATES.settings())
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "compact")
                .containsEntry(
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        Long.toString(Duration.ofDays(30).toMillis()));
        assertThat(TopicPlan.POSTS.settings())
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
        assertThat(TopicPlan.DEAD_LETTERS.settings())
                .containsEntry(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
    }

    @Test
    void onlyDecisionsHaveOnePartition() {
        for (TopicPlan plan : TopicPlan.values()) {
            assertThat(plan.partitions(12))
                    .as(plan.defaultName())
                    .isEqualTo(plan == TopicPlan.INDEX_CONTROL ? 1 : 12);
        }
    }

    @Test
    void thePageForConsumersNamesTopicsWritersAndKeysOfTheTable() throws IOException {
        String page = Files.readString(CONSUMERS_PAGE).replace("`", "");

        for (TopicPlan plan : TopicPlan.values()) {
            assertThat(page)
                    .contains(
                            "\n| %s | %s | %s |"
                                    .formatted(plan.defaultName(), plan.writer(), plan.key()));
        }
    }

    private static int maxMessageBytes(TopicPlan plan) {
        return Integer.parseInt(plan.settings().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    }
}
