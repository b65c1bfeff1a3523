package io.nearline.bench.job;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How a job writes vectors to its output topic, as far as it must be known to measure it. */
public interface OutputFormat {

    /** The post that the record with this key is about. */
    String postId(byte[] key);

    /**
     * When the record's vector was made, milliseconds since the epoch. Records of one key with one
     * such time hold the same vector.
     */
    long vectorMadeAt(ConsumerRecord<byte[], byte[]> update);
}
