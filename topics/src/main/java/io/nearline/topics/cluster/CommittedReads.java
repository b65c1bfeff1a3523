package io.nearline.topics.cluster;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What every reader of a topic is told, in the jobs and on the command line: records of a
 * transaction that was rolled back never happened. A transaction that is still open holds back what
 * follows it in its partitions.
 */
public final class CommittedReads {

    /** Settings of a consumer. */
    public static final Map<String, String> SETTINGS =
            Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");

    private CommittedReads() {}
}
