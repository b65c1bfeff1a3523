package io.nearline.bench;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.InputOptions;
import io.nearline.bench.input.UnusableInputException;
import io.nearline.bench.micro.MicroCommand;
import io.nearline.bench.report.HtmlPage;
import io.nearline.bench.report.Results;
import io.nearline.bench.report.TextTable;
import io.nearline.bench.run.BenchRun;
import io.nearline.bench.run.Progress;
import io.nearline.bench.search.SearchCommand;
import io.nearline.bench.soak.SoakCommand;
import io.nearline.bench.worker.WorkerFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures Nearline against the roofline, its stages, and others. */
@Command(
        name = "bench",
        subcommands = {
            MappingCommand.class,
            SearchCommand.class,
            SoakCommand.class,
            MicroCommand.class
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compares the embedder, the whole pipeline and the backfill with raw ONNX Runtime"
                    + " on the same posts, takes the stages apart, and measures freshness and how"
                    + " cost grows. Each contender is a process of its own; rounds take turns. A"
                    + " table goes to standard error, one line of JSON to standard output.")
public final class BenchCommand implements Callable<Integer> {
    /** The table of contenders needs some hundred posts to mean anything. */
    private static final int FEWEST_POSTS = 20;

    @Mixin private InputOptions input = new InputOptions();

    @Mixin private PlanOptions planned = new PlanOptions();

    @Option(
            names = "--models",
            split = ",",
            description = "Bundle directories. Default: the two that the build makes.")
    private List<Path> models = new ArrayList<>();

    @Option(
            names = "--token-budget",
            defaultValue = "512",
            description =
                    "Most tokens of a batch, for fp32 models and int8 with fixed scales; 0 for one"
                            + " text a call. Default: ${DEFAULT-VALUE}.")
    private int tokenBudget;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Option of the job or of Flink; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--json", description = "File for the JSON, instead of standard output.")
    private Path json;

    @Option(names = "--html", description = "File for a page with the figures and plots.")
    private Path html;

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        CommandLine command = new CommandLine(new BenchCommand());
        command.setExecutionExceptionHandler(BenchCommand::explain);
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(System.err);
        var plan = planned.plan();
        BenchPosts posts = input.read(plan.posts());
        if (posts.size() < FEWEST_POSTS) {
            throw new UnusableInputException(
                    "the input has "
                            + posts.size()
                            + " distinct texts, which is too few to measure with; give "
                            + FEWEST_POSTS
                            + " or more");
        }
        if (posts.size() < plan.posts()) {
            System.err.printf("the input has only %d distinct texts%n", posts.size());
        }
        BenchRun run =
                new BenchRun(
                        plan.limitedTo(posts.size()),
                        posts,
                        input.readInOrder(plan.posts()),
                        models.isEmpty() ? input.defaultModels() : models,
                        tokenBudget,
                        settings);
        report(run.run(progress));
        return CommandLine.ExitCode.OK;
    }

    private void report(Results results) throws IOException {
        new TextTable(results.json()).print(System.err);
        if (json == null) {
            System.out.println(results.json());
        } else {
            Files.writeString(json, results.json().toPrettyString());
        }
        if (html != null) {
            Files.writeString(html, new HtmlPage(results.json()).text());
        }
    }

    private static int explain(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof UnusableInputException || failure instanceof WorkerFailedException) {
            command.getErr().println("nearline bench: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
