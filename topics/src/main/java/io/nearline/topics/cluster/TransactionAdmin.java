package io.nearline.topics.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** What the brokers say about transactions. */
public final class TransactionAdmin {

    private static final String MOST = "transaction.max.timeout.ms";

    private final Cluster cluster;

    /** The transactions of a cluster. */
    public TransactionAdmin(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * How long the brokers let a transaction last: the least of all of them.
     *
     * @throws ClusterException if they do not answer, or do not tell
     */
    public Duration longest() {
        String task = "read " + MOST + " of the brokers";
        try (Admin admin = Admin.create(cluster.adminSettings())) {
            Collection<Node> nodes =
                    Answer.await(cluster.brokers(), admin.describeCluster().nodes(), task);
            List<ConfigResource> brokers =
                    nodes.stream()
                            .map(
                                    node ->
                                            new ConfigResource(
                                                    ConfigResource.Type.BROKER, node.idString()))
                            .toList();
            return Answer.await(cluster.brokers(), admin.describeConfigs(brokers).all(), task)
                    .values()
                    .stream()
                    .map(config -> config.get(MOST))
                    .map(ConfigEntry::value)
                    .map(Long::valueOf)
                    .map(Duration::ofMillis)
                    .min(Duration::compareTo)
                    .orElseThrow();
        }
    }

    /**
     * The newest state of a transactional id.
     *
     * @return empty if the brokers know nothing of it, or no more
     * @throws ClusterException if they do not answer
     */
    public Optional<TransactionDescription> describe(String transactionalId) {
        String task = "describe the transaction " + transactionalId;
        try (Admin admin = Admin.create(cluster.adminSettings())) {
            return Optional.of(
                    Answer.await(
                            cluster.brokers(),
                            admin.describeTransactions(List.of(transactionalId))
                                    .description(transactionalId),
                            task));
        } catch (ClusterException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
