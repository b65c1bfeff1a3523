package io.nearline.pipeline.source;

import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Source of the posts topic. */
public final class PostSource {

    /**
     * By Kafka's own defaults the broker answers as soon as one post is there, so that at a few
     * hundred a second nearly each has an answer of its own, which costs client and broker half a
     * millisecond of CPU. This collects the posts of up to 15 ms; a backlog is read at full speed.
     * Posts in a partition that was added wait until it is discovered: by default for 5 minutes.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                    "16384",
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    "15",
                    KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
                    "30000");

    private PostSource() {}

    /** Reads every record of the topic, for ever. */
    public static ResumedSource of(KafkaSettings settings) {
        return new ResumedSource(source(settings), settings, settings.postsTopic());
    }

    private static KafkaSource<RawRecord> source(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.postsTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(new StartOffsets(settings.startFrom()))
                .setDeserializer(RawRecordReader.live())
                .setProperties(settings.readingOver(DEFAULTS))
                .build();
    }
}
