package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** How the job gets to its brokers, and how it reads from and writes to them. */
public final class KafkaOptions {

    /** Brokers. */
    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            key("nearline.kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Brokers to connect to, as host:port,host:port. Required.");

    /** Consumer group. */
    public static final ConfigOption<String> GROUP_ID =
            key("nearline.kafka.group-id")
                    .stringType()
                    .defaultValue("nearline")
                    .withDescription(
                            """
                            Consumer group that offsets are committed to at each \
                            checkpoint. For monitoring: after a failure the \
                            checkpoint decides.\
                            """);

    /** Where to start. */
    public static final ConfigOption<StartFrom> START_FROM =
            key("nearline.kafka.start-from")
                    .enumType(StartFrom.class)
                    .defaultValue(StartFrom.EARLIEST)
                    .withDescription(
                            """
                            Where to start when there is no checkpoint or \
                            savepoint to resume from.\
                            """);

    /** Client properties. */
    public static final ConfigOption<Map<String, String>> CLIENT_PROPERTIES =
            key("nearline.kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            """
                            Settings handed to every Kafka client as they are, \
                            for instance \
                            nearline.kafka.properties.security.protocol: \
                            SASL_SSL. Every reader has isolation.level \
                            read_committed unless this says otherwise: records \
                            of a transaction that was rolled back are not read, \
                            and an open one holds back what follows it in its \
                            partitions.\
                            """);

    /** Transactional id prefix. */
    public static final ConfigOption<String> TRANSACTIONAL_ID_PREFIX =
            key("nearline.kafka.transactional-id-prefix")
                    .stringType()
                    .defaultValue("nearline")
                    .withDescription(
                            """
                            Prefix of transactional ids under exactly-once. Two \
                            jobs on the same brokers must not share it.\
                            """);

    /** Transaction time-out. */
    public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
            key("nearline.kafka.transaction-timeout")
                    .durationType()
                    .defaultValue(Duration.ofHours(24))
                    .withDescription(
                            """
                            How long the brokers keep a transaction that nobody \
                            ends, under exactly-once: the longest outage after \
                            which the newest checkpoint can be restored. The \
                            brokers must allow it (transaction.max.timeout.ms, \
                            by default 15 minutes).\
                            """);

    /** Lost transactions. */
    public static final ConfigOption<LostTransactions> LOST_TRANSACTIONS =
            key("nearline.kafka.lost-transactions")
                    .enumType(LostTransactions.class)
                    .defaultValue(LostTransactions.FAIL)
                    .withDescription(
                            """
                            What to do under exactly-once when a restored \
                            checkpoint names a transaction that the brokers have \
                            rolled back or forgotten. fail: end with an error, \
                            so that an older checkpoint can be restored, which \
                            publishes its updates again. accept: go on without \
                            them.\
                            """);

    private KafkaOptions() {}
}
