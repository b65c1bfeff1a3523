package io.nearline.cli.options;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.wire.ConfluentAvroPosts;
import io.nearline.operators.wire.JsonPosts;
import io.nearline.operators.wire.NamedMapping;
import io.nearline.operators.wire.NamedMessage;
import io.nearline.operators.wire.ProtobufPosts;
import io.nearline.operators.wire.UnusableDescriptorException;
import io.nearline.pipeline.config.PostWireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how the records of a topic are written; named as those of the job. */
public final class TopicFormatOptions {

    private static final String REGISTRY_URL = "--registry-url";
    private static final String REGISTRY_CREDENTIALS = "--registry-credentials-file";
    private static final String REGISTRY_CA = "--registry-ca-file";
    private static final String DESCRIPTOR = "--protobuf-descriptor";
    private static final String MESSAGE = "--protobuf-message";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description =
                    "Format of the topic's records: json, confluent-avro or protobuf, as"
                            + " nearline.posts.format of the job.")
    private PostWireFormat format;

    @Option(
            names = REGISTRY_URL,
            paramLabel = "URL",
            description = "Address of the schema registry, for confluent-avro.")
    private List<String> registryUrls = List.of();

    @Option(
            names = REGISTRY_CREDENTIALS,
            paramLabel = "FILE",
            description = "File with user:password for the schema registry.")
    private Path credentials;

    @Option(
            names = REGISTRY_CA,
            paramLabel = "FILE",
            description = "Certificates in PEM by which the schema registry's is trusted.")
    private Path certificates;

    @Option(
            names = DESCRIPTOR,
            paramLabel = "FILE",
            description =
                    "Descriptors, as protoc --descriptor_set_out --include_imports writes them, for"
                            + " protobuf.")
    private Path descriptor;

    @Option(
            names = MESSAGE,
            paramLabel = "NAME",
            description = "Full name of the message that the records are, for protobuf.")
    private String message;

    /** What {@code --format} says; empty if it was not given. */
    public Optional<PostWireFormat> given() {
        return Optional.ofNullable(format);
    }

    /** Whether any of them was given. */
    public boolean areGiven() {
        return format != null
                || !registryUrls.isEmpty()
                || Stream.of(credentials, certificates, descriptor, message)
                        .anyMatch(Objects::nonNull);
    }

    /**
     * Refuses options that the format, or the lack of one, leaves without effect.
     *
     * @throws CommandException that names each with what it was set to
     */
    public void requireUsed() {
        List<String> unused = new ArrayList<>();
        if (format != PostWireFormat.CONFLUENT_AVRO) {
            addUnused(unused, REGISTRY_URL, registryUrls.isEmpty() ? null : registryUrls.get(0));
            addUnused(unused, REGISTRY_CREDENTIALS, credentials);
            addUnused(unused, REGISTRY_CA, certificates);
            refuse(unused, PostWireFormat.CONFLUENT_AVRO);
        }
        if (format != PostWireFormat.PROTOBUF) {
            addUnused(unused, DESCRIPTOR, descriptor);
            addUnused(unused, MESSAGE, message);
            refuse(unused, PostWireFormat.PROTOBUF);
        }
    }

    private static void addUnused(List<String> unused, String option, @Nullable Object value) {
        if (value != null) {
            unused.add("%s is %s".formatted(option, value));
        }
    }

    private void refuse(List<String> unused, PostWireFormat user) {
        if (!unused.isEmpty()) {
            throw new CommandException(
                    "%s, which only --format %s uses, and --format is %s: give --format %s, or leave %s out"
                            .formatted(
                                    String.join(" and ", unused),
                                    user,
                                    format == null ? "not given" : format,
                                    user,
                                    unused.size() == 1 ? "it" : "them"));
        }
    }

    /**
     * The format, for which the records need a mapping.
     *
     * @throws CommandException if an option is missing, or names what cannot be used
     */
    public PostFormat format(NamedMapping mapping) throws IOException {
        return switch (format) {
            case JSON -> new JsonPosts(mapping);
            case CONFLUENT_AVRO -> new ConfluentAvroPosts(mapping, registry());
            case PROTOBUF -> new ProtobufPosts(mapping, message());
            case NEARLINE ->
                    throw new CommandException("--format: nearline's own records need no mapping");
        };
    }

    private RegistryAccess registry() {
        if (registryUrls.isEmpty()) {
            throw new CommandException("--format confluent-avro needs --registry-url");
        }
        return new RegistryAccess(registryUrls, text(credentials), text(certificates));
    }

    private static @Nullable String text(@Nullable Path file) {
        return file == null ? null : file.toString();
    }

    private NamedMessage message() throws IOException {
        if (descriptor == null || message == null) {
            throw new CommandException(
                    "--format protobuf needs --protobuf-descriptor and --protobuf-message");
        } else if (!Files.isReadable(descriptor)) {
            throw new CommandException("--protobuf-descriptor: cannot read " + descriptor);
        }
        try {
            return NamedMessage.of(descriptor.toString(), Files.readAllBytes(descriptor), message);
        } catch (UnusableDescriptorException e) {
            throw new CommandException("--protobuf-descriptor: " + e.getMessage());
        }
    }

    /** The words of the configuration. */
    static final class FormatConverter implements ITypeConverter<PostWireFormat> {
        @Override
        public PostWireFormat convert(String value) {
            for (PostWireFormat format : PostWireFormat.values()) {
                if (format.toString().equals(value.toLowerCase(Locale.ROOT))) {
                    return format;
                }
            }
            throw new TypeConversionException("give json, confluent-avro or protobuf");
        }
    }
}
