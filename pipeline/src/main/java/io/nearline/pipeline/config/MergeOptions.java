package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** How backfilled vectors are merged. */
public final class MergeOptions {

    /** Rate of the merge lane. */
    public static final ConfigOption<Integer> RATE =
            key("nearline.merge.rate")
                    .intType()
                    .defaultValue(2000)
                    .withDescription(
                            """
                            Most backfilled vectors that the live job merges a \
                            second. Its source readers share it evenly, so give \
                            the topic at least as many partitions as the job has \
                            subtasks.\
                            """);

    /** Live records first. */
    public static final ConfigOption<Duration> LIVE_WAIT =
            key("nearline.merge.live-wait")
                    .durationType()
                    .defaultValue(Duration.ofMillis(250))
                    .withDescription(
                            """
                            No backfilled vector is merged while live records \
                            reach the first gate later than this after Kafka's \
                            timestamp on them. Raise it if producers stamp their \
                            records with times of the past, or their clocks \
                            differ from the job's.\
                            """);

    private MergeOptions() {}
}
