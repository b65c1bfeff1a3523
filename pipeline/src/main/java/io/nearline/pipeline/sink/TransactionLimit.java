package io.nearline.pipeline.sink;

import io.nearline.pipeline.config.InvalidConfigurationException;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.TransactionAdmin;
import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, before a job starts, whether the brokers let its transactions last as long as they may.
 */
public final class TransactionLimit {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionLimit.class);

    private TransactionLimit() {}

    /**
     * Passes if the brokers allow the time-out, if delivery needs no transactions, or if the
     * brokers do not tell.
     *
     * @throws InvalidConfigurationException if they do not allow it
     */
    public static void require(KafkaSettings settings) {
        if (settings.delivery() != DeliveryGuarantee.EXACTLY_ONCE) {
            return;
        }
        Cluster cluster = new Cluster(settings.bootstrapServers(), settings.clientProperties());
        try {
            check(timeout(settings), new TransactionAdmin(cluster).longest());
        } catch (ClusterException unknown) {
            LOG.warn("It is not known how long transactions may last: {}", unknown.getMessage());
        }
    }

    static void check(Duration timeout, Duration longest) {
        if (timeout.compareTo(longest) > 0) {
            throw new InvalidConfigurationException(
                    List.of(
                            """
                            %s is %d s; the brokers allow %d s: set transaction.max.timeout.ms \
                            there to %d or more, or accept that a longer outage loses the newest \
                            checkpoint's updates and lower it\
                            """
                                    .formatted(
                                            KafkaOptions.TRANSACTION_TIMEOUT.key(),
                                            timeout.toSeconds(),
                                            longest.toSeconds(),
                                            timeout.toMillis())));
        }
    }

    private static Duration timeout(KafkaSettings settings) {
        String asClientsAreTold =
                settings.clientProperties().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return asClientsAreTold == null
                ? settings.transactions().timeout()
                : Duration.ofMillis(Long.parseLong(asClientsAreTold));
    }
}
