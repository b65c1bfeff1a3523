package io.nearline.operations.doctor;

import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.cluster.TopicCheck;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.cluster.TransactionAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Asks a Kafka cluster for the topics and their settings. */
public final class ClusterCheck {

    private static final String TRANSACTIONS = "transactions";
    private static final String ASKED_ONLY_BY_EXACTLY_ONCE =
            "only exactly-once needs to know; the job looks again at its start";

    private ClusterCheck() {}

    /** The finding where nobody has said which brokers to ask. */
    public static Finding skipped() {
        return Finding.skipped(
                "brokers and topics",
                "not looked at",
                "give --brokers HOST:PORT, or set NEARLINE_BROKERS");
    }

    /**
     * One finding about the brokers and, if they answer, one per topic.
     *
     * @param names the topics' names on that cluster
     */
    public static List<Finding> findings(Cluster cluster, Map<TopicPlan, String> names) {
        Optional<Finding> wrong = AccessCheck.problem(cluster);
        return wrong.map(List::of).orElseGet(() -> asked(cluster, names));
    }

    private static List<Finding> asked(Cluster cluster, Map<TopicPlan, String> names) {
        List<Finding> findings = new ArrayList<>();
        try (Topics topics = Topics.of(cluster)) {
            names.forEach((plan, name) -> findings.add(finding(topics.check(plan, name))));
            findings.add(0, Finding.ok("brokers", cluster.brokers() + " answer"));
            findings.add(transactions(new TransactionAdmin(cluster)));
        } catch (ClusterException e) {
            findings.add(AccessFailure.finding(e).orElseGet(() -> unanswered(e)));
        } catch (KafkaException e) {
            findings.add(
                    Finding.failed(
                            "brokers",
                            AccessFailure.innermost(e),
                            "check the address and the file given with --client-config"));
        }
        return findings;
    }

    private static Finding unanswered(ClusterException failure) {
        return Finding.failed(
                "brokers",
                String.valueOf(failure.getMessage()),
                failure.remedy() + "; ./nearline demo brings brokers of its own");
    }

    private static Finding transactions(TransactionAdmin transactions) {
        try {
            return transactions(transactions.longest());
        } catch (ClusterException untold) {
            return Finding.skipped(
                    TRANSACTIONS, String.valueOf(untold.getMessage()), ASKED_ONLY_BY_EXACTLY_ONCE);
        }
    }

    /** Not wrong in itself: delivery needs transactions only where it is to be exactly-once. */
    static Finding transactions(Duration longest) {
        Duration asked = KafkaOptions.TRANSACTION_TIMEOUT.defaultValue();
        return longest.compareTo(asked) >= 0
                ? Finding.ok(
                        TRANSACTIONS,
                        "may last %d s, as exactly-once asks for".formatted(longest.toSeconds()))
                : Finding.skipped(
                        TRANSACTIONS,
                        "may last %d s; exactly-once asks for %d s"
                                .formatted(longest.toSeconds(), asked.toSeconds()),
                        "for exactly-once set transaction.max.timeout.ms of the brokers to %d, or %s lower"
                                .formatted(
                                        asked.toMillis(), KafkaOptions.TRANSACTION_TIMEOUT.key()));
    }

    private static Finding finding(TopicCheck check) {
        String subject = "topic " + check.name();
        return switch (check.state()) {
            case AS_PLANNED -> Finding.ok(subject, "is there, with its settings");
            case MISSING -> Finding.failed(subject, "is not there", "run: nearline topics create");
            case DIFFERENT ->
                    Finding.failed(
                            subject,
                            String.join("; ", check.differences()),
                            "run: nearline topics create --apply-settings");
        };
    }
}
