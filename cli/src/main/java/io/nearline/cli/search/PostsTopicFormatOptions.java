package io.nearline.cli.search;

import io.nearline.cli.options.MappingFiles;
import io.nearline.cli.options.TopicFormatOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.pipeline.config.PostWireFormat;
import io.nearline.retrieval.posts.PostsTopic;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say in which format the topic of posts is, if it is not Nearline's own. */
final class PostsTopicFormatOptions {

    @Mixin private TopicFormatOptions records;

    @Option(
            names = "--mapping",
            paramLabel = "MAPPING",
            description =
                    "How the records of the posts topic become posts, with --format; see"
                            + " docs/reference/post-mapping.md.")
    private Path mapping;

    /** Whether any of them says something. */
    boolean areGiven() {
        return mapping != null || records.areGiven();
    }

    /**
     * The topic of posts.
     *
     * @throws CommandException if an option is missing, has no effect, or names what cannot be used
     */
    PostsTopic topic(String name) throws IOException {
        records.requireUsed();
        PostWireFormat format = records.given().orElse(PostWireFormat.NEARLINE);
        if (format == PostWireFormat.NEARLINE) {
            if (mapping != null) {
                throw new CommandException(
                        "--mapping is %s, and only records of --format json, confluent-avro or protobuf have one: give --format, or leave it out"
                                .formatted(mapping));
            }
            return PostsTopic.named(name);
        }
        if (mapping == null) {
            throw new CommandException(
                    "--format is %s, whose records become posts by a mapping: give --mapping"
                            .formatted(format));
        }
        return new PostsTopic(name, new TeamPosts(records.format(MappingFiles.named(mapping))));
    }
}
