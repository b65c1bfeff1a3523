package io.nearline.bench.micro;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures decode (in each format of a posts topic), assemble, hash, tokenise,"
                    + " encode and the batch policy under JMH: microseconds and bytes for one post"
                    + " of the bundled sample.")
public final class MicroCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            defaultValue = ".*",
            description = "Regular expression of benchmarks. Default: all.")
    private String pattern;

    @Option(names = "--seconds", defaultValue = "1", description = "Of an iteration. Default: 1.")
    private int seconds;

    @Option(
            names = "--iterations",
            defaultValue = "5",
            description = "Measured ones; there are as many to warm up. Default: 5.")
    private int iterations;

    @Option(names = "--json", description = "File for JMH's JSON.")
    private Path json;

    @Override
    public Integer call() throws Exception {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(PostBenchmark.class.getSimpleName() + ".*" + pattern)
                        .include(FormatBenchmark.class.getSimpleName() + ".*" + pattern)
                        .forks(1)
                        .warmupIterations(iterations)
                        .measurementIterations(iterations)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementTime(TimeValue.seconds(seconds))
                        .addProfiler(GCProfiler.class);
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        new Runner(options.build()).run();
        return CommandLine.ExitCode.OK;
    }
}
