package io.nearline.pipeline.config;

import io.nearline.topics.cluster.CommittedReads;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * How the job talks to Kafka.
 *
 * @param bootstrapServers brokers, {@code host:port,...}
 * @param groupId consumer group that offsets are committed to, for monitoring
 * @param startFrom where to start without a checkpoint
 * @param postsTopic topic of post events
 * @param indexUpdatesTopic topic of index updates
 * @param backfillUpdatesTopic topic of backfilled vectors
 * @param indexControlTopic topic of decisions on models and reports of backfills
 * @param deadLettersTopic topic of dead letters
 * @param delivery what a restart may do to the output
 * @param transactions the sinks' transactions, if delivery has any
 * @param longestPause how long a process may stand still and still write
 * @param clientProperties settings handed to every Kafka client as they are
 */
public record KafkaSettings(
        String bootstrapServers,
        String groupId,
        StartFrom startFrom,
        String postsTopic,
        String indexUpdatesTopic,
        String backfillUpdatesTopic,
        String indexControlTopic,
        String deadLettersTopic,
        DeliveryGuarantee delivery,
        Transactions transactions,
        Duration longestPause,
        Map<String, String> clientProperties)
        implements Serializable {

    /** Without the client properties, which may hold passwords. */
    @Override
    public String toString() {
        return "KafkaSettings[%s, group %s, %d client properties]"
                .formatted(bootstrapServers, groupId, clientProperties.size());
    }

    /** The client properties with the given defaults below them. */
    public Properties propertiesOver(Map<String, String> defaults) {
        Properties properties = new Properties();
        properties.putAll(defaults);
        properties.putAll(clientProperties);
        return properties;
    }

    /** Settings of a consumer: as {@link #propertiesOver}, and it reads what is committed. */
    public Properties readingOver(Map<String, String> defaults) {
        Properties properties = new Properties();
        properties.putAll(CommittedReads.SETTINGS);
        properties.putAll(propertiesOver(defaults));
        return properties;
    }

    /** The same for another job on the same brokers: its own consumer group and transactions. */
    public KafkaSettings ownedBy(String owner) {
        return new KafkaSettings(
                bootstrapServers,
                groupId + '-' + owner,
                startFrom,
                postsTopic,
                indexUpdatesTopic,
                backfillUpdatesTopic,
                indexControlTopic,
                deadLettersTopic,
                delivery,
                transactions.ownedBy(owner),
                longestPause,
                clientProperties);
    }
}
