package io.nearline.operators.wire;

import io.nearline.embedding.bundle.Digests;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.WaitObserver;

/**
 * Records of Protobuf, one message each. The frame that Confluent's serializer puts before them is
 * passed over.
 *
 * @param mapping how a message becomes a post
 * @param message which message it is
 */
public record ProtobufPosts(NamedMapping mapping, NamedMessage message) implements PostFormat {

    @Override
    public PostReader open(WaitObserver observer) {
        return new MappedReader(
                mapping.mapper(), new ProtobufRecords(message.descriptor())::fields);
    }

    @Override
    public String fingerprint() {
        return Digests.sha256("protobuf\n%s\n%s".formatted(message.fingerprint(), mapping.text()));
    }
}
