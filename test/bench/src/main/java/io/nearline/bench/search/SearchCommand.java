package io.nearline.bench.search;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.InputOptions;
import io.nearline.bench.measure.Percentiles;
import io.nearline.bench.run.Progress;
import io.nearline.bench.search.OpenLoop.Load;
import io.nearline.bench.search.SearchRun.Figures;
import io.nearline.bench.search.SearchRun.Rate;
import io.nearline.bench.task.Json;
import io.nearline.bench.task.Setting;
import io.nearline.bench.worker.BrokerProcess;
import io.nearline.bench.worker.WorkFiles;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon posts are found, and how many queries are answered beside a live job. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs the job, a broker and the query service on these cores, with posts coming at"
                    + " half the rate that the job can do. Measures the time from writing a post to"
                    + " the first search that finds it, then sends queries at growing rates, at"
                    + " random moments and without waiting for answers. A table goes to standard"
                    + " error, one line of JSON to standard output.")
public final class SearchCommand implements Callable<Integer> {
    private static final int POSTS = 3_000;
    private static final int SLOWEST = 10;

    @Mixin private InputOptions input = new InputOptions();

    @Option(
            names = "--index-posts",
            defaultValue = "90000",
            description = "Posts in the index, with made-up vectors. Default: ${DEFAULT-VALUE}.")
    private int indexPosts;

    @Option(
            names = "--job-nice",
            paramLabel = "N",
            defaultValue = "9",
            description =
                    "The job gives way to the service, as started with nice -n N; 0 for neither"
                            + " before the other. Default: ${DEFAULT-VALUE}.")
    private int jobNiceness;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description =
                    "Seconds of posts and queries before anything is measured: for about so long"
                            + " the compilers of the JVMs are as busy as the job. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "40",
            description = "Time in which posts are searched for. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--step",
            defaultValue = "10",
            description = "Seconds of each rate of queries. Default: ${DEFAULT-VALUE}.")
    private double step;

    @Option(
            names = "--first-rate",
            defaultValue = "20",
            description =
                    "Queries a second of the first; each further one is half as much more. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double firstRate;

    @Option(
            names = "--bar",
            defaultValue = "50",
            description =
                    "Milliseconds in which 99 of 100 answers must come. Default: ${DEFAULT-VALUE}.")
    private long bar;

    @Option(
            names = "--capacity",
            description = "Posts a second that the job can do. Default: it is measured.")
    private Double capacity;

    @Option(
            names = "--model",
            description = "Bundle directory. Default: the int8 bundle that the build makes.")
    private Path model;

    @Override
    public Integer call() throws Exception {
        BenchPosts posts = input.read(POSTS);
        Path work = Files.createTempDirectory("nearline-bench-search-");
        try (BrokerProcess broker = BrokerProcess.start(work.resolve("broker"))) {
            Setting setting =
                    new Setting(
                            "search",
                            "search",
                            model == null ? input.defaultModels().get(0) : model,
                            work.resolve("posts"),
                            work.resolve("repeats"),
                            work,
                            broker.brokers(),
                            Runtime.getRuntime().availableProcessors(),
                            512,
                            Map.of());
            SearchOptions options =
                    new SearchOptions(
                            indexPosts,
                            jobNiceness,
                            warmUp,
                            seconds,
                            step,
                            firstRate,
                            bar * 1000,
                            Optional.ofNullable(capacity));
            Figures figures =
                    new SearchRun(setting, posts, options, new Progress(System.err)).run();
            print(figures, System.err);
            System.out.println(Json.MAPPER.valueToTree(figures.summary()));
        } finally {
            WorkFiles.delete(work);
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(Figures figures, PrintStream out) {
        Percentiles found = figures.found().millis();
        out.printf(
                Locale.ROOT,
                "%njob alone %.0f posts/s, live %.0f posts/s, nice %d, index %d posts%n"
                        + "written to found: p50 %d ms, p99 %d ms, worst %d ms, not found %d%n%n"
                        + "%10s %8s %8s %10s %10s %14s %14s %10s%n",
                figures.capacity(),
                figures.livePerSecond(),
                jobNiceness,
                indexPosts,
                found.p50(),
                found.p99(),
                found.max(),
                figures.found().missing(),
                "queries/s",
                "sent",
                "failed",
                "p50 ms",
                "p99 ms",
                "found p50 ms",
                "found p99 ms",
                "not found");
        for (Rate rate : figures.rates()) {
            Load load = rate.load();
            out.printf(
                    Locale.ROOT,
                    "%10.0f %8d %8d %10.1f %10.1f %14d %14d %10d%n",
                    load.perSecond(),
                    load.sent(),
                    load.failed(),
                    load.micros().map(Percentiles::p50).orElse(0L) / 1e3,
                    load.micros().map(Percentiles::p99).orElse(0L) / 1e3,
                    rate.found().millis().p50(),
                    rate.found().millis().p99(),
                    rate.found().missing());
        }
        figures.rates().forEach(rate -> printSlowest(rate.load(), out));
        out.printf(
                Locale.ROOT,
                "%n%.0f queries/s at p99 <= %d ms%n",
                figures.best(bar * 1000).map(rate -> rate.load().perSecond()).orElse(0.0),
                bar);
    }

    private static void printSlowest(Load load, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%nslowest of %.0f queries/s, ms; the service tells its stages, model is a part of"
                        + " embed%n",
                load.perSecond());
        for (TimedQuery slow :
                load.answers().subList(0, Math.min(SLOWEST, load.answers().size()))) {
            StringBuilder stages = new StringBuilder();
            slow.stages()
                    .forEach(
                            (stage, millis) ->
                                    stages.append(
                                            String.format(
                                                    Locale.ROOT, "  %s %.1f", stage, millis)));
            out.printf(
                    Locale.ROOT,
                    "%10.1f  sent late %.1f%s  else %.1f%n",
                    slow.micros() / 1e3,
                    slow.lateMicros() / 1e3,
                    stages,
                    slow.unexplainedMillis());
        }
    }
}
