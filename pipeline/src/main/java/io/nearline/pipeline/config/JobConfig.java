package io.nearline.pipeline.config;

import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Everything the live job was told, typed and checked.
 *
 * @param kafka how to talk to Kafka
 * @param models which models serve
 * @param flow how the stages behave
 * @param merge how it merges what backfills made
 * @param framed the copy of its updates in Confluent's framing; null for none
 */
public record JobConfig(
        KafkaSettings kafka,
        ServingSettings models,
        FlowSettings flow,
        MergeSettings merge,
        @Nullable FramedUpdates framed) {

    /**
     * Reads and checks all options.
     *
     * @throws InvalidConfigurationException with every problem, if there is any
     */
    public static JobConfig from(Configuration configuration) {
        return new ConfigReader(configuration).read();
    }
}
