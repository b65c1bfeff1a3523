package io.nearline.cli.demo;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.directories.Installation;
import io.nearline.cli.directories.WorkDirectory;
import io.nearline.cli.options.MappingFiles;
import io.nearline.cli.terminal.CommandException;
import io.nearline.cli.terminal.StopOnSignal;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.retrieval.evaluate.SentencePairs;
import io.nearline.retrieval.serve.ServerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything in one process: a broker, the topics, the job, and posts to feed. */
@Command(
        name = "demo",
        description = {
            "Starts a Kafka broker, the topics and the streaming job in this process, feeds posts"
                    + " and shows what becomes of them. Ctrl-C stops everything.",
            "",
            "With --once it ends when the end of every post is known, and prints a summary as one"
                    + " line of JSON; exit code 1 if a post is missing.",
            "",
            "With --backfill the first half of the input is history. Then a second model is rolled"
                    + " out on the running job and embeds that history, while the second half"
                    + " arrives live. With --labelled it is then checked and promoted."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int USUAL_PORT = 9092;
    private static final double LIVE_POSTS_PER_SECOND = 20;

    @Spec private CommandSpec spec;

    @Option(
            names = "--posts",
            paramLabel = "FILE",
            description =
                    "JSON lines to feed, plain or gzip; may be given again. See"
                            + " docs/reference/posts-json.md. Default: the sample that comes with"
                            + " Nearline.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--mapping",
            paramLabel = "MAPPING",
            description =
                    "How the records of --posts become posts, if they have a shape of their own;"
                            + " see docs/reference/post-mapping.md. They may then be Avro, Parquet"
                            + " or CSV too, as the files' names end.")
    private Path mapping;

    @Option(
            names = "--once",
            description = "End when the input is through, with a summary on standard output.")
    private boolean once;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Posts per second to feed. Default: 20; with --once as many as the broker"
                        + " takes. With --backfill it is the rate of the second half, by default 20"
                        + " or, with --once, as many as the job gets done.")
    private Double rate;

    @Option(
            names = "--model",
            paramLabel = "BUNDLE",
            description =
                    "Model to serve: a bundle's directory or the name of one that comes with"
                        + " Nearline; may be given again, each post is embedded for each. Default:"
                        + " int8 where it is measured to be the faster on this machine, else fp32.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--backfill",
            description = "Show how a new model comes into use: roll-out, backfill and merge.")
    private boolean backfill;

    @Option(
            names = "--backfill-model",
            paramLabel = "BUNDLE",
            description =
                    "The new model of --backfill, as for --model. Default: the other precision of"
                            + " the model that comes with Nearline.")
    private String backfillModel;

    @Option(
            names = "--labelled",
            paramLabel = "FILE",
            description =
                    "With --backfill: once the past is embedded, check the new model as \"nearline"
                            + " rollout check\" does, with these pairs of sentences and people's"
                            + " scores, and promote it; exit code 1 if a check fails.")
    private Path labelled;

    @Option(
            names = "--port",
            description =
                    "Port of the broker. Default: any free one with --once, else 9092 if it is"
                            + " free.")
    private Integer port;

    @Option(
            names = "--search-port",
            paramLabel = "PORT",
            description =
                    "Port of the query service and its page, 0 for any free one. Default: none with"
                            + " --once, else 8080 if it is free, else any free one.")
    private Integer searchPort;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Seconds between checkpoints of the job. Default: ${DEFAULT-VALUE}.")
    private int checkpointSeconds;

    @Option(
            names = "--stall-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "With --once: give up when posts are missing and nothing has come for so long."
                            + " Default: ${DEFAULT-VALUE}.")
    private int stallSeconds;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Option of the job or of Flink, see docs/reference/configuration.md.")
    private Map<String, String> jobOptions = new LinkedHashMap<>();

    @Option(
            names = "--keep",
            description = "Keep the directory of the topics and checkpoints, and say where it is.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        try (StopOnSignal stop = StopOnSignal.install()) {
            // The choice of a model runs both.
            DemoSettings settings = settings();
            if (!stop.isWanted()) {
                Summary summary = run(settings, stop);
                if (!stop.isWanted()) {
                    spec.commandLine().getOut().println(summary.toJson());
                }
            }
            return stop.exitCode();
        }
    }

    private Summary run(DemoSettings settings, StopOnSignal stop) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        try (WorkDirectory directory = WorkDirectory.create(atEnd(), err);
                DemoScreen screen = new DemoScreen(err, showing())) {
            Demo demo = new Demo(settings, directory.path(), screen, stop::isWanted);
            return demo.run(once ? Demo.Goal.EVERY_POST_ENDED : Demo.Goal.NONE);
        }
    }

    private WorkDirectory.AtEnd atEnd() {
        return keep ? WorkDirectory.AtEnd.KEEP : WorkDirectory.AtEnd.REMOVE;
    }

    private DemoScreen.Showing showing() {
        return once ? DemoScreen.Showing.PROGRESS : DemoScreen.Showing.PROGRESS_AND_UPDATES;
    }

    private DemoSettings settings() throws IOException {
        require(checkpointSeconds > 0, "--checkpoint-interval must be 1 or more");
        require(stallSeconds > 0, "--stall-timeout must be 1 or more");
        require(backfill || backfillModel == null, "--backfill-model needs --backfill");
        require(backfill || labelled == null, "--labelled needs --backfill");
        require(mapping == null || !files.isEmpty(), "--mapping needs --posts");
        List<PostInput> inputs = inputs();
        Optional<Path> pairs = labelled();
        OptionalInt freePort = port();
        OptionalInt freeSearchPort = searchPort();
        double rateOfPosts = postsPerSecond();
        List<Path> serving = models();
        return new DemoSettings(
                inputs,
                serving,
                backfillModel(serving),
                pairs,
                freePort,
                freeSearchPort,
                rateOfPosts,
                Duration.ofSeconds(stallSeconds),
                Duration.ofSeconds(checkpointSeconds),
                jobOptions);
    }

    private List<PostInput> inputs() throws IOException {
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new CommandException("--posts: cannot read " + file);
            }
        }
        if (files.isEmpty()) {
            return List.of(PostInput.sample());
        }
        if (mapping == null) {
            return files.stream().map(PostInput::file).toList();
        }
        PostMapper mapper = new PostMapper(MappingFiles.read(mapping));
        return files.stream().map(file -> PostInput.mapped(file, mapper)).toList();
    }

    private List<Path> models() throws IOException {
        return models.isEmpty()
                ? List.of(MeasuredBundle.choose(spec.commandLine().getErr()))
                : Installation.bundles().findDistinct(models);
    }

    /** Empty for no backfill. */
    private Optional<Path> backfillModel(List<Path> serving) throws IOException {
        if (!backfill) {
            return Optional.empty();
        }
        String name =
                backfillModel == null
                        ? InstalledBundles.otherThan(serving.get(0).getFileName().toString())
                        : backfillModel;
        Path bundle = Installation.bundles().find(name);
        require(
                !serving.contains(bundle),
                "--backfill-model: " + name + " serves from the start; name another one");
        return Optional.of(bundle);
    }

    /** Read to the end, so that a wrong file is told before anything starts. */
    private Optional<Path> labelled() throws IOException {
        if (labelled != null) {
            if (!Files.isReadable(labelled)) {
                throw new CommandException("--labelled: cannot read " + labelled);
            }
            var unused = SentencePairs.read(labelled);
        }
        return Optional.ofNullable(labelled);
    }

    private OptionalInt port() {
        if (port != null) {
            require(LocalBroker.isFree(port), "--port: " + port + " is taken or not allowed");
            return OptionalInt.of(port);
        }
        boolean usual = !once && LocalBroker.isFree(USUAL_PORT);
        return usual ? OptionalInt.of(USUAL_PORT) : OptionalInt.empty();
    }

    private OptionalInt searchPort() {
        if (searchPort != null) {
            require(
                    searchPort == 0 || LocalBroker.isFree(searchPort),
                    "--search-port: " + searchPort + " is taken or not allowed");
            return OptionalInt.of(searchPort);
        }
        if (once) {
            return OptionalInt.empty();
        }
        boolean usual = LocalBroker.isFree(ServerSettings.DEFAULT_PORT);
        return OptionalInt.of(usual ? ServerSettings.DEFAULT_PORT : 0);
    }

    private double postsPerSecond() {
        if (rate == null) {
            return once ? Double.POSITIVE_INFINITY : LIVE_POSTS_PER_SECOND;
        }
        require(rate > 0, "--rate must be above 0");
        return rate;
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }
}
