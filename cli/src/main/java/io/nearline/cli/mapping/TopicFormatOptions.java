package io.nearline.cli.mapping;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.WaitObserver;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how the records of a topic are written; named as those of the job. */
final class TopicFormatOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description =
                    "The sample is a topic, and its records are in this format: json,"
                            + " confluent-avro or protobuf.")
    private PostWireFormat format;

    @Option(
            names = "--registry-url",
            paramLabel = "URL",
            description = "Address of the schema registry, for confluent-avro.")
    private List<String> registryUrls = List.of();

    @Option(
            names = "--registry-credentials-file",
            paramLabel = "FILE",
            description = "File with user:password for the schema registry.")
    private Path credentials;

    @Option(
            names = "--registry-ca-file",
            paramLabel = "FILE",
            description = "Certificates in PEM by which the schema registry's is trusted.")
    private Path certificates;

    @Option(
            names = "--protobuf-descriptor",
            paramLabel = "FILE",
            description =
                    "Descriptors, as protoc --descriptor_set_out --include_imports writes them, for"
                            + " protobuf.")
    private Path descriptor;

    @Option(
            names = "--protobuf-message",
            paramLabel = "NAME",
            description = "Full name of the message that the records are, for protobuf.")
    private String message;

    /** Whether the sample is a topic. */
    boolean isGiven() {
        return format != null;
    }

    /**
     * Reads the records of the topic as the job would, but does not wait for a registry.
     *
     * @throws CommandException if an option is missing, or names what cannot be used
     */
    PostReader reader(NamedMapping mapping) throws IOException {
        return format(mapping).open(new Impatient());
    }

    private PostFormat format(NamedMapping mapping) throws IOException {
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

    /** A person is waiting. */
    private static final class Impatient implements WaitObserver {
        @Override
        public void waits(String problem) {
            throw new CommandException("the schema registry does not answer: " + problem);
        }

        @Override
        public void goesOn(Duration waited) {}
    }
}
