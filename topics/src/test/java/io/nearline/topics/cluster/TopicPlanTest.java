package io.nearline.topics.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import java.time.Duration;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static final int FIVE_MEGABYTES = 5_000_000;

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

    private static int maxMessageBytes(TopicPlan plan) {
        return Integer.parseInt(plan.settings().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    }
}
