package io.nearline.pipeline;

import io.nearline.operators.model.Readiness;
import io.nearline.operators.record.EncodedRecord;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the graph yields.
 *
 * @param updates records for the index-updates topic, in order per key
 * @param deadLetters records for the dead-letters topic
 * @param readiness what the gates answer to announcements
 */
public record EmbeddingStreams(
        DataStream<EncodedRecord> updates,
        DataStream<EncodedRecord> deadLetters,
        DataStream<Readiness> readiness) {}
