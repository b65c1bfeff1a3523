package io.nearline.operators.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import io.nearline.embedding.bundle.Digests;
import java.io.Serializable;
import java.util.HexFormat;

/**
 * A message of Protobuf as it travels with a job: with its descriptors, so that no machine needs
 * the file.
 *
 * @param file what failures call the descriptors
 * @param descriptors a {@code FileDescriptorSet}, with all that its files import
 * @param name full name of the message, as {@code team.posts.Post}
 */
public record NamedMessage(String file, ByteString descriptors, String name)
        implements Serializable {

    /**
     * A message that can be used.
     *
     * @throws UnusableDescriptorException if the file is no descriptor set, lacks an import, or
     *     does not have the message
     */
    public NamedMessage {
        DescriptorSet.parse(descriptors).message(name);
    }

    /** The same of bytes. */
    public static NamedMessage of(String file, byte[] descriptors, String name) {
        return new NamedMessage(file, ByteString.copyFrom(descriptors), name);
    }

    Descriptor descriptor() {
        return DescriptorSet.parse(descriptors).message(name);
    }

    String fingerprint() {
        return Digests.sha256(
                "%s\n%s".formatted(name, HexFormat.of().formatHex(descriptors.toByteArray())));
    }

    /** Without the descriptors, which are long. */
    @Override
    public String toString() {
        return "%s of %s".formatted(name, file);
    }
}
