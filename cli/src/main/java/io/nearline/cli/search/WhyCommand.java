package io.nearline.cli.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.options.PostTopicsOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.retrieval.history.HistoryJson;
import io.nearline.retrieval.history.PostHistory;
import io.nearline.retrieval.history.TopicHistory;
import io.nearline.retrieval.posts.PostsHeldBackException;
import io.nearline.retrieval.posts.PostsTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what happened to a post. */
@Command(
        name = "why",
        description = {
            "Tells what happened to a post: its newest revision, what became of it under each"
                    + " model and when, and its dead letters. What the post says is not shown.",
            "",
            "  nearline why p-10005",
            "  nearline why p-10005 --url http://localhost:8080",
            "  nearline why p-10005 --posts-topic articles --format json --mapping posts.yaml",
            "",
            "Reads the topics whole; with --url it asks a query service, which answers at once and"
                    + " knows when its index took the post in."
        })
public final class WhyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private PostTopicsOptions topics;
    @Mixin private PostsTopicFormatOptions posts;

    @Parameters(paramLabel = "POST", description = "Id of the post.")
    private String postId;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the query service at this address instead of reading the topics.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token of the query service.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode history = url.isEmpty() ? fromTopics() : fromService(url.get());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(history);
        } else {
            new WhyTable(history).lines().forEach(out::println);
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The service has options of its own for the topic. */
    private JsonNode fromService(URI service) throws IOException, InterruptedException {
        if (posts.areGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the options of the posts topic's format have no effect with --url, since the"
                            + " service reads it: leave them out, and give them to nearline serve");
        }
        return new ServiceClient(service, tokenFile).why(postId);
    }

    private PostHistory history(PostsTopic topic) throws IOException {
        try {
            return new TopicHistory(
                            cluster.cluster(), topic, topics.indexUpdates(), topics.deadLetters())
                    .of(postId);
        } catch (PostsHeldBackException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode fromTopics() throws IOException {
        PostHistory history = history(posts.topic(topics.posts()));
        if (history.isEmpty()) {
            throw new CommandException(
                    "no record of %s, %s and %s is about that post: it was never written to these brokers (%s), or is older than the topics keep"
                            .formatted(
                                    topics.posts(),
                                    topics.indexUpdates(),
                                    topics.deadLetters(),
                                    cluster.brokers()));
        }
        return HistoryJson.of(history);
    }
}
