package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import org.apache.flink.configuration.ConfigOption;

/** How posts stand in their topic. */
public final class PostFormatOptions {

    /** Format of the posts topic. */
    public static final ConfigOption<PostWireFormat> FORMAT =
            key("nearline.posts.format")
                    .enumType(PostWireFormat.class)
                    .defaultValue(PostWireFormat.NEARLINE)
                    .withDescription(
                            """
                            Format of the records of nearline.topics.posts. nearline: \
                            PostEvent. json: one JSON object a record. confluent-avro: a byte \
                            0, the id of a schema in four bytes, a record of Avro. protobuf: one \
                            message a record, of nearline.posts.protobuf-message; a frame as \
                            Confluent's serializer writes it is passed over. The last three need \
                            nearline.posts.mapping. A backfill of the topic needs the same \
                            value; one of files does not look at it. A record of another format \
                            is a dead letter.\
                            """);

    /** Mapping of posts. */
    public static final ConfigOption<String> MAPPING =
            key("nearline.posts.mapping")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File that says how a record becomes a post \
                            (docs/reference/post-mapping.md), as a path or as a URI of any file \
                            system that Flink knows. It is read where the job is submitted and \
                            travels with the job. A backfill of the topic needs the same one.\
                            """);

    /** Descriptors of Protobuf. */
    public static final ConfigOption<String> PROTOBUF_DESCRIPTOR =
            key("nearline.posts.protobuf-descriptor")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File with the descriptors for protobuf, as protoc \
                            --descriptor_set_out --include_imports writes it, as a path or as a \
                            URI. It is read where the job is submitted and travels with the job. \
                            A backfill of the topic needs the same one.\
                            """);

    /** Message of Protobuf. */
    public static final ConfigOption<String> PROTOBUF_MESSAGE =
            key("nearline.posts.protobuf-message")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Full name of the message that the records are, for protobuf, such as \
                            team.posts.Post. A backfill of the topic needs the same one.\
                            """);

    private PostFormatOptions() {}
}
