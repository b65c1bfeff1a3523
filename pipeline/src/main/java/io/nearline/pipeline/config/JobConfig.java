package io.nearline.pipeline.config;

import org.apache.flink.configuration.Configuration;

/**
 * Everything the live job was told, typed and checked.
 *
 * @param kafka how to talk to Kafka
 * @param models which models serve
 * @param flow how the stages behave
 * @param merge how it merges what backfills made
 */
public record JobConfig(
        KafkaSettings kafka, ServingSettings models, FlowSettings flow, MergeSettings merge) {

    /**
     * Reads and checks all options.
     *
     * @throws InvalidConfigurationException with every problem, if there is any
     */
    public static JobConfig from(Configuration configuration) {
        return new ConfigReader(configuration).read();
    }
}
