package io.nearline.cli.search;

import io.nearline.cli.options.MappingFiles;
import io.nearline.cli.options.TopicFormatOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operators.decode.PostContract;
import io.nearline.pipeline.config.PostWireFormat;
import io.nearline.retrieval.posts.PostsFormat;
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

    @Option(
            names = "--max-revision",
            paramLabel = "NUMBER",
            description =
                    "Highest revision of a post that is taken, as nearline.posts.max-revision of"
                            + " the job. Default: all that the job takes without the setting.")
    private Long maxRevision;

    /** Whether any of them says something. */
    boolean areGiven() {
        return mapping != null || maxRevision != null || records.areGiven();
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
            return taken(name, PostsFormat.NEARLINE);
        }
        if (mapping == null) {
            throw new CommandException(
                    "--format is %s, whose records become posts by a mapping: give --mapping"
                            .formatted(format));
        }
        return taken(name, new TeamPosts(records.format(MappingFiles.named(mapping))));
    }

    private PostsTopic taken(String name, PostsFormat format) {
        if (maxRevision != null && (maxRevision < 1 || maxRevision > PostContract.MAX_REVISION)) {
            throw new CommandException(
                    "--max-revision is %d: use 1 to %d"
                            .formatted(maxRevision, PostContract.MAX_REVISION));
        }
        long highest = maxRevision == null ? PostContract.MAX_REVISION : maxRevision;
        return new PostsTopic(name, new TakenPosts(format, highest));
    }
}
