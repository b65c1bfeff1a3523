package io.nearline.pipeline.config;

import static io.nearline.pipeline.config.OptionReader.presumed;

import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.mapping.InvalidMappingException;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.wire.ConfluentAvroPosts;
import io.nearline.operators.wire.JsonPosts;
import io.nearline.operators.wire.NamedMapping;
import io.nearline.operators.wire.NamedMessage;
import io.nearline.operators.wire.ProtobufPosts;
import io.nearline.operators.wire.UnusableDescriptorException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/** Reads in which format posts come, and the files for it, which go with the job from then on. */
final class PostFormatSection {

    /** A mapping of a thousand attributes has a tenth of it; more is another file. */
    private static final int MOST_MAPPING_BYTES = 1 << 20;

    /** Descriptors of many files with all their comments. */
    private static final int MOST_DESCRIPTOR_BYTES = 4 << 20;

    private final OptionReader options;

    PostFormatSection(OptionReader options) {
        this.options = options;
    }

    PostFormat format() {
        PostWireFormat wire = options.find(PostFormatOptions.FORMAT);
        if (wire == null) {
            return presumed(null);
        }
        requireUsed(wire);
        if (wire == PostWireFormat.NEARLINE) {
            options.check(
                    PostFormatOptions.MAPPING,
                    options.find(PostFormatOptions.MAPPING),
                    mapping -> false,
                    "set %s to json, confluent-avro or protobuf, or leave the mapping out"
                            .formatted(PostFormatOptions.FORMAT.key()));
            return PostFormat.NEARLINE;
        }
        NamedMapping mapping = mapping(wire);
        return switch (wire) {
            case NEARLINE -> PostFormat.NEARLINE;
            case JSON -> mapping == null ? presumed(null) : new JsonPosts(mapping);
            case CONFLUENT_AVRO -> {
                RegistryAccess registry = new RegistrySection(options).access();
                yield mapping == null ? presumed(null) : new ConfluentAvroPosts(mapping, registry);
            }
            case PROTOBUF -> {
                NamedMessage message = message();
                yield mapping == null || message == null
                        ? presumed(null)
                        : new ProtobufPosts(mapping, message);
            }
        };
    }

    /** What is set and has no effect was meant to have one. */
    private void requireUsed(PostWireFormat wire) {
        if (wire != PostWireFormat.PROTOBUF) {
            String fix =
                    "set %s to protobuf, which alone uses it, or leave it out"
                            .formatted(PostFormatOptions.FORMAT.key());
            refuse(PostFormatOptions.PROTOBUF_DESCRIPTOR, fix);
            refuse(PostFormatOptions.PROTOBUF_MESSAGE, fix);
        }
        if (wire != PostWireFormat.CONFLUENT_AVRO && !options.isSet(TopicOptions.FRAMED_UPDATES)) {
            String fix =
                    "set %s to confluent-avro or name %s, which alone use it, or leave it out"
                            .formatted(
                                    PostFormatOptions.FORMAT.key(),
                                    TopicOptions.FRAMED_UPDATES.key());
            refuse(RegistryOptions.URL, fix);
            refuse(RegistryOptions.CREDENTIALS_FILE, fix);
            refuse(RegistryOptions.CA_FILE, fix);
        }
    }

    private <T> void refuse(ConfigOption<T> option, String fix) {
        options.check(option, options.find(option), unused -> false, fix);
    }

    private @Nullable NamedMapping mapping(PostWireFormat wire) {
        String place =
                options.required(
                        PostFormatOptions.MAPPING,
                        "give the mapping that says how records become posts, since %s is %s"
                                .formatted(PostFormatOptions.FORMAT.key(), wire));
        if (place == null || place.isBlank()) {
            return null;
        }
        try {
            return new NamedMapping(place, SubmittedFile.text(place, MOST_MAPPING_BYTES));
        } catch (InvalidMappingException e) {
            options.problem(PostFormatOptions.MAPPING, place, String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            options.problem(PostFormatOptions.MAPPING, place, "convert the file to UTF-8");
        } catch (IOException | IllegalArgumentException e) {
            options.problem(PostFormatOptions.MAPPING, place, SubmittedFile.remedy(e));
        }
        return null;
    }

    private @Nullable NamedMessage message() {
        String place =
                options.required(
                        PostFormatOptions.PROTOBUF_DESCRIPTOR,
                        "give the file that protoc --descriptor_set_out --include_imports writes");
        String name =
                options.required(
                        PostFormatOptions.PROTOBUF_MESSAGE,
                        "give the full name of the message that the records are, such as"
                                + " team.posts.Post");
        if (place == null || place.isBlank() || name == null || name.isBlank()) {
            return null;
        }
        try {
            return NamedMessage.of(place, SubmittedFile.bytes(place, MOST_DESCRIPTOR_BYTES), name);
        } catch (UnusableDescriptorException e) {
            options.problem(
                    PostFormatOptions.PROTOBUF_DESCRIPTOR, place, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            options.problem(PostFormatOptions.PROTOBUF_DESCRIPTOR, place, SubmittedFile.remedy(e));
        }
        return null;
    }
}
