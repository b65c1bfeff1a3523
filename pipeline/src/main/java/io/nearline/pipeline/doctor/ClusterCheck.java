package io.nearline.pipeline.doctor;

import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.ClusterException;
import io.nearline.pipeline.broker.TopicCheck;
import io.nearline.pipeline.broker.TopicPlan;
import io.nearline.pipeline.broker.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** Asks a Kafka cluster for the topics and their settings. */
public final class ClusterCheck {

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
        List<Finding> findings = new ArrayList<>();
        try (Topics topics = Topics.of(cluster)) {
            names.forEach((plan, name) -> findings.add(finding(topics.check(plan, name))));
            findings.add(0, Finding.ok("brokers", cluster.brokers() + " answer"));
        } catch (ClusterException e) {
            findings.add(
                    Finding.failed(
                            "brokers",
                            e.getMessage(),
                            e.remedy() + "; ./nearline demo brings brokers of its own"));
        } catch (KafkaException e) {
            findings.add(
                    Finding.failed(
                            "brokers",
                            e.getMessage(),
                            "check the address and the file given with --client-config"));
        }
        return findings;
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
