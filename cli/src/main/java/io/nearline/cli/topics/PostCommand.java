package io.nearline.cli.topics;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.options.MappingFiles;
import io.nearline.cli.options.PostsTopicOption;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.posts.PostRecord;
import io.nearline.operations.posts.PostRecords;
import io.nearline.operations.posts.UnreadablePostException;
import io.nearline.operators.decode.PostContract;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.pipeline.source.files.JsonLineRecords;
import io.nearline.pipeline.source.files.PostLines;
import io.nearline.pipeline.source.files.UnreadablePostsException;
import io.nearline.retrieval.serve.WriteToken;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.topics.cluster.PostPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes one post, or every post of a file. */
@Command(
        name = "post",
        description = {
            "Publishes one post, its deletion, or a file of posts.",
            "",
            "  nearline post --id 42 --text 'Hello, world'",
            "  nearline post --id 42 --delete",
            "  nearline post --file posts.jsonl.gz",
            "  nearline post --file records.jsonl.gz --mapping posts.yaml",
            "  nearline post --id 42 --text 'Hello again' --token",
            "",
            "Files hold one JSON object a line; docs/reference/posts-json.md names the fields.",
            "With a mapping they hold records of your own, also as Avro, Parquet or CSV."
        })
public final class PostCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;

    @Mixin private PostsTopicOption topic;

    @Option(
            names = "--token",
            description =
                    "Print a token on standard output. A search with after=TOKEN answers only when"
                            + " this revision of the post can be found, or is known to be deleted."
                            + " With --id.")
    private boolean token;

    @ArgGroup private Input input;

    private Optional<WriteToken> written = Optional.empty();

    private static final class Input {
        @ArgGroup(exclusive = false)
        private OnePost onePost;

        @ArgGroup(exclusive = false)
        private InputFile file;
    }

    private static final class InputFile {
        @Option(
                names = "--file",
                required = true,
                paramLabel = "FILE",
                description =
                        "JSON lines, plain or gzip; - is standard input. With --mapping also a"
                                + " file that ends in .avro, .parquet, .csv or .tsv.")
        private Path records;

        @Option(
                names = "--mapping",
                paramLabel = "MAPPING",
                description =
                        "How the records of the file become posts, if they have a shape of their"
                                + " own; see docs/reference/post-mapping.md.")
        private Path mapping;
    }

    private static final class OnePost {
        @Option(names = "--id", required = true, description = "The post's id.")
        private String id;

        @Option(names = "--text", description = "What the post says after this change.")
        private String text;

        @Option(names = "--title", description = "The post's title.")
        private String title;

        @Option(names = "--lang", description = "Language, such as en.")
        private String language;

        @Option(
                names = "--attribute",
                paramLabel = "NAME=VALUE",
                description = "An attribute to filter by; may be given again.")
        private Map<String, String> attributes = new LinkedHashMap<>();

        @Option(
                names = "--revision",
                description =
                        "Grows with every change of the post. Default: the time in milliseconds.")
        private Optional<Long> revision = Optional.empty();

        @Option(names = "--delete", description = "Delete the post.")
        private boolean delete;
    }

    @Override
    public Integer call() throws IOException {
        if (input == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say what to publish: --id with --text or --delete, or --file");
        }
        if (token && input.file != null) {
            throw new ParameterException(
                    spec.commandLine(), "--token is of one post: give --id, not --file");
        }
        Optional<PostMapper> mapper = mapper();
        try (PostPublisher publisher = new PostPublisher(cluster.cluster(), topic.name())) {
            long count =
                    input.file == null ? publishOne(publisher) : publishFile(publisher, mapper);
            publisher.flush();
            spec.commandLine().getErr().println("published " + count + " to " + topic.name());
        }
        if (token) {
            written.ifPresent(spec.commandLine().getOut()::println);
        }
        return ExitCode.OK;
    }

    private long publishOne(PostPublisher publisher) {
        OnePost post = input.onePost;
        if (post.delete == (post.text != null || post.title != null)) {
            throw new ParameterException(
                    spec.commandLine(), "give --text or --title, or --delete without them");
        }
        PostEvent event = accepted(event(post, Instant.now()));
        publisher.publish(event);
        written = Optional.of(new WriteToken(event.getPostId(), event.getRevision()));
        return 1;
    }

    private static PostEvent event(OnePost post, Instant now) {
        return PostEvent.newBuilder()
                .setPostId(post.id)
                .setRevision(post.revision.orElse(now.toEpochMilli()))
                .setKind(post.delete ? PostEventKind.DELETE : PostEventKind.UPDATE)
                .setEventTime(now)
                .setTitle(post.title)
                .setBody(post.text)
                .setLanguage(post.language)
                .setHashtags(List.of())
                .setAttributes(post.attributes)
                .build();
    }

    /** Refuses here what would be a dead letter of the job. */
    private PostEvent accepted(PostEvent event) {
        try {
            PostContract.check(event);
            return event;
        } catch (io.nearline.operators.decode.InvalidPostException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<PostMapper> mapper() throws IOException {
        return input.file == null || input.file.mapping == null
                ? Optional.empty()
                : Optional.of(new PostMapper(MappingFiles.read(input.file.mapping)));
    }

    private long publishFile(PostPublisher publisher, Optional<PostMapper> mapper)
            throws IOException {
        long count = 0;
        try (PostRecords records = open(input.file.records, mapper)) {
            for (Optional<PostRecord> record = records.next();
                    record.isPresent();
                    record = records.next()) {
                publisher.publish(parse(record.get()));
                count++;
            }
        } catch (UnreadablePostsException e) {
            publisher.flush();
            throw new CommandException(
                    "%s; the %d posts before it were published".formatted(e.whatAndWhere(), count));
        }
        return count;
    }

    private static PostEvent parse(PostRecord record) throws UnreadablePostsException {
        try {
            return record.post(Instant.now());
        } catch (UnreadablePostException e) {
            throw new UnreadablePostsException(
                    record.place(), String.valueOf(e.getMessage()), null);
        }
    }

    private static PostRecords open(Path file, Optional<PostMapper> mapper) throws IOException {
        if (file.toString().equals("-")) {
            PostLines lines = PostLines.of(System.in, "standard input");
            return mapper.map(by -> PostRecords.mapped(JsonLineRecords.of(lines), by))
                    .orElseGet(() -> PostRecords.own(lines));
        }
        if (!Files.isReadable(file)) {
            throw new CommandException("--file: cannot read " + file);
        }
        return PostRecords.of(file, mapper);
    }
}
