package io.nearline.pipeline.config;

import java.util.Locale;

/** Which format the records of the posts topic are in. */
public enum PostWireFormat {
    /** {@code PostEvent} in Avro's single-object encoding. */
    NEARLINE,
    /** JSON objects of the source's own shape. */
    JSON,
    /** Records of Avro of the source's own shape, in Confluent's framing. */
    CONFLUENT_AVRO,
    /** Messages of Protobuf of the source's own shape. */
    PROTOBUF;

    /** The value as it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
