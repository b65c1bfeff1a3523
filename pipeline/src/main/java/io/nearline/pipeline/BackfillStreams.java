package io.nearline.pipeline;

import io.nearline.operators.record.EncodedRecord;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the graph of a backfill yields.
 *
 * @param updates records for the backfill-updates topic, in no particular order
 * @param deadLetters records for the dead-letters topic
 * @param reports records for the index-control topic, in order
 */
public record BackfillStreams(
        DataStream<EncodedRecord> updates,
        DataStream<EncodedRecord> deadLetters,
        DataStream<EncodedRecord> reports) {}
