package io.nearline.cli.search;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.options.ControlTopicOption;
import io.nearline.cli.options.PostTopicsOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.cli.terminal.StopOnSignal;
import io.nearline.retrieval.serve.AccessToken;
import io.nearline.retrieval.serve.NodeSettings;
import io.nearline.retrieval.serve.NodeState;
import io.nearline.retrieval.serve.QueryNode;
import io.nearline.retrieval.serve.ServerSettings;
import io.nearline.retrieval.serve.ServerSettings.Tls;
import io.nearline.retrieval.vectors.Approach;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.topics.consume.ConsumerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The query service in this process. */
@Command(
        name = "serve",
        description = {
            "Keeps an index of index-updates and answers searches over HTTP, until Ctrl-C. Words"
                + " are searched in the texts of posts; dead letters tell what became of a post.",
            "",
            "  nearline serve",
            "  curl 'localhost:8080/v1/search?q=storm+damage&k=5'",
            "  nearline serve --posts-topic articles --format json --mapping posts.yaml",
            "",
            "The index is rebuilt from the topic where its directory is empty, and goes on where it"
                    + " stopped otherwise. Queries are embedded with the very bundle that made the"
                    + " vectors. /openapi.yaml is the contract; docs/guides/search.md the guide."
        })
public final class ServeCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 200;

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private PostTopicsOptions topics;
    @Mixin private PostsTopicFormatOptions posts;
    @Mixin private ControlTopicOption control;

    @Option(
            names = "--index",
            paramLabel = "DIR",
            description =
                    "Directory of the index; of one process at a time. Default: .nearline/index"
                            + " below the project's root, or ~/.nearline/index.")
    private Path index = Installation.indexDirectory();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "The model to search when index-control names none and the job serves several.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description =
                    "Search this further vector of the updates, such as short, instead of the main"
                            + " one. The job must carry it (nearline.vector.outputs); an index"
                            + " holds one kind of vector, so give it a directory of its own.")
    private Optional<String> output = Optional.empty();

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description =
                    "A model bundle, or a directory of bundles, to embed queries with; may be given"
                            + " again. Those that come with Nearline, and those that index-control"
                            + " says are on this machine, are found without it.")
    private List<Path> bundles = new ArrayList<>();

    @Option(
            names = "--host",
            defaultValue = ServerSettings.DEFAULT_HOST,
            description =
                    "Address to listen on. Default: ${DEFAULT-VALUE}, which other machines do not"
                            + " reach; with another one use --token-file.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "" + ServerSettings.DEFAULT_PORT,
            description = "Port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "File with the token that requests must carry, as Authorization: Bearer TOKEN.")
    private Path tokenFile;

    @ArgGroup(exclusive = false)
    private TlsOptions tls;

    @Option(
            names = "--ready-lag",
            paramLabel = "UPDATES",
            defaultValue = "" + ServerSettings.DEFAULT_READY_RECORDS_BEHIND,
            description =
                    "/readyz says yes when no more updates than these are still to be applied."
                            + " Default: ${DEFAULT-VALUE}.")
    private long readyLag;

    @Option(
            names = "--memory",
            paramLabel = "TIER",
            defaultValue = "FLOAT32",
            description =
                    "What of the vectors is held in memory: ${COMPLETION-CANDIDATES}. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Tier memory;

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            defaultValue = "AUTO",
            description =
                    "How the nearest of many posts are looked for: ${COMPLETION-CANDIDATES}. AUTO"
                            + " scans up to two million posts. HNSW makes a graph, which takes a"
                            + " millisecond of CPU a post. Default: ${DEFAULT-VALUE}.")
    private Approach plan;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that embed queries, of each model. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--max-concurrent",
            paramLabel = "N",
            defaultValue = "" + ServerSettings.DEFAULT_QUERIES_AT_ONCE,
            description = "Queries answered at one time; more get 503. Default: ${DEFAULT-VALUE}.")
    private int queriesAtOnce;

    @Option(
            names = "--max-rate",
            paramLabel = "N",
            description = "Queries a second; more get 429. Default: any number.")
    private double queriesPerSecond = Double.POSITIVE_INFINITY;

    @Option(
            names = "--recall-share",
            paramLabel = "SHARE",
            defaultValue = "" + NodeSettings.DEFAULT_RECALL_SHARE,
            description =
                    "Share of the queries that are searched again exactly, in the background, to"
                            + " measure recall; 0 for none. Default: ${DEFAULT-VALUE}.")
    private double recallShare;

    private static final class TlsOptions {
        @Option(
                names = "--tls-cert",
                required = true,
                paramLabel = "FILE",
                description = "Certificate in PEM, followed by those that lead to its root.")
        private Path certificates;

        @Option(
                names = "--tls-key",
                required = true,
                paramLabel = "FILE",
                description = "Its key in PEM (PKCS #8, not encrypted).")
        private Path key;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        NodeSettings settings = settings();
        try (StopOnSignal stop = StopOnSignal.install();
                QueryNode node = QueryNode.start(settings)) {
            spec.commandLine()
                    .getErr()
                    .println("listening on %s, index in %s".formatted(node.address(), index));
            follow(node, stop);
            return stop.exitCode();
        }
    }

    /** Says each change of what keeps it from being ready, until it is to stop or has failed. */
    private void follow(QueryNode node, StopOnSignal stop) throws InterruptedException {
        List<String> printed = List.of("nothing yet");
        while (!stop.isWanted()) {
            NodeState state = node.state();
            if (state.failure().isPresent()) {
                throw new CommandException(state.failure().get());
            }
            List<String> kinds =
                    state.reasons().stream().map(ServeCommand::withoutNumbers).toList();
            if (!kinds.equals(printed)) {
                printed = kinds;
                spec.commandLine().getErr().println(line(node, state));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        spec.commandLine().getErr().println("stopping");
    }

    private static String line(QueryNode node, NodeState state) {
        if (!state.isReady()) {
            return "not ready: " + String.join("; ", state.reasons());
        }
        return state.model()
                .map(
                        searched ->
                                "ready: %d posts of %s, %d updates behind; try %sv1/search?q=hello"
                                        .formatted(
                                                searched.posts(),
                                                searched.name(),
                                                state.recordsBehind().orElse(0),
                                                node.address()))
                .orElse("ready");
    }

    private static String withoutNumbers(String reason) {
        return reason.replaceAll("[0-9]+", "N");
    }

    private NodeSettings settings() throws IOException {
        if (!(recallShare >= 0 && recallShare <= 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--recall-share is a number from 0 to 1");
        }
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is a number from 0 to 65535");
        }
        List<Path> directories = new ArrayList<>(bundles);
        directories.addAll(Installation.bundles().all());
        ConsumerOptions consumer =
                ConsumerOptions.defaults().withTopics(topics.indexUpdates(), control.name());
        return new NodeSettings(
                cluster.cluster(),
                model.map(consumer::withConfiguredModel).orElse(consumer),
                posts.topic(topics.posts()),
                topics.deadLetters(),
                index,
                memory,
                plan,
                directories,
                threads,
                recallShare,
                output,
                server());
    }

    private ServerSettings server() throws IOException {
        try {
            return new ServerSettings(
                    host,
                    port,
                    tokenFile == null ? Optional.empty() : Optional.of(AccessToken.read(tokenFile)),
                    Optional.ofNullable(tls).map(files -> new Tls(files.certificates, files.key)),
                    readyLag,
                    queriesAtOnce,
                    queriesPerSecond,
                    ServerSettings.DEFAULT_LARGEST_BODY,
                    ServerSettings.DEFAULT_DRAIN);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }
}
