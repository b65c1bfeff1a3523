package io.nearline.bench;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.Rounds.Contender;
import io.nearline.bench.input.InputOptions;
import io.nearline.bench.soak.SoakCommand;
import io.nearline.pipeline.broker.LocalBroker;
import io.nearline.pipeline.embedded.JobFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures throughput against the roofline, and freshness below capacity. */
@Command(
        name = "bench",
        subcommands = SoakCommand.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compares the embedder, the whole pipeline and the backfill with raw ONNX Runtime"
                    + " on the same posts, and measures freshness at part of the pipeline's rate. A"
                    + " table goes to standard error, one line of JSON to standard output.")
public final class BenchCommand implements Callable<Integer> {
    @Mixin private InputOptions input = new InputOptions();

    @Option(names = "--count", defaultValue = "1000", description = "Posts a run. Default: 1000.")
    private int count;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds. Default: 3.")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "6000",
            description = "Posts through the pipeline beforehand, not measured. Default: 6000.")
    private int warmUp;

    @Option(
            names = "--models",
            split = ",",
            description = "Bundle directories. Default: the two that the build makes.")
    private List<Path> models = new ArrayList<>();

    @Option(
            names = "--token-budget",
            description = "Batches of this many tokens for fp32 models. Default: one text a call.")
    private Integer tokenBudget;

    @Option(
            names = "--load",
            defaultValue = "0.7",
            description = "Share of the pipeline's rate at which freshness is taken. Default: 0.7.")
    private double load;

    @Option(
            names = "--freshness-seconds",
            defaultValue = "20",
            description = "How long posts are fed for freshness; 0 for not at all. Default: 20.")
    private int freshnessSeconds;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Option of the job or of Flink; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private final int cores = Runtime.getRuntime().availableProcessors();

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        BenchPosts posts = input.read(count);
        if (models.isEmpty()) {
            models.addAll(input.defaultModels());
        }
        Path work = Files.createTempDirectory("nearline-bench-");
        List<ModelUnderTest> contenders = new ArrayList<>();
        try (LocalBroker broker = LocalBroker.start(work.resolve("broker"))) {
            Pipeline pipeline = new Pipeline(broker, work.resolve("checkpoints"), cores, settings);
            for (Path model : models) {
                contenders.add(new ModelUnderTest(model, posts.texts(), cores, budget()));
            }
            say("warm-up with %d posts", warmUp);
            // The JVM goes on compiling Flink and Kafka for half a minute, on the model's cores.
            pipeline.throughput(contenders.get(0), posts, warmUp);
            Backfill backfill = new Backfill(broker, work.resolve("backfill"), cores, settings);
            measure(pipeline, backfill, contenders, posts);
        } finally {
            for (ModelUnderTest model : contenders) {
                model.close();
            }
            WorkFiles.delete(work);
        }
        return CommandLine.ExitCode.OK;
    }

    private void measure(
            Pipeline pipeline, Backfill backfill, List<ModelUnderTest> contenders, BenchPosts input)
            throws JobFailedException, InterruptedException {
        Map<String, Rounds> results = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (ModelUnderTest model : contenders) {
                Rounds rates = results.computeIfAbsent(model.label(), absent -> new Rounds());
                say("round %d of %d: %s", round + 1, rounds, model.label());
                rates.add(Contender.ROOFLINE, model.rooflineOneByOne());
                rates.add(Contender.PIPELINE, pipeline.throughput(model, input, input.size()));
                rates.add(Contender.EMBEDDER, model.embedder());
                rates.add(Contender.ROOFLINE_EXACT_LENGTHS, model.rooflineByExactLength());
                rates.add(Contender.BACKFILL, backfill.throughput(model, input));
            }
        }
        double meanTokens = contenders.get(0).meanTokens();
        Report report = new Report(input.size(), meanTokens, cores, results);
        if (freshnessSeconds > 0) {
            for (ModelUnderTest model : contenders) {
                double rate = load * results.get(model.label()).perSecond(Contender.PIPELINE);
                say("freshness of %s at %.0f posts/s", model.label(), rate);
                int fed = (int) (rate * freshnessSeconds);
                report.addFreshness(
                        model.label(), rate, pipeline.freshness(model, input, rate, fed));
            }
        }
        report.printTable(System.err);
        report.printJson(System.out);
    }

    private OptionalInt budget() {
        return tokenBudget == null ? OptionalInt.empty() : OptionalInt.of(tokenBudget);
    }

    private static void say(String format, Object... values) {
        System.err.printf(format + "%n", values);
    }
}
