package io.nearline.bench.soak;

import io.nearline.bench.input.InputOptions;
import io.nearline.bench.input.RandomTexts;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends texts of random lengths through an embedder and watches its memory. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Sends texts of random lengths through the embedder and compares resident memory"
                    + " after the last with that after --baseline texts. Progress goes to standard"
                    + " error, one line of JSON to standard output. Exit code 1 if memory grew by"
                    + " more than --bar.")
public final class SoakCommand implements Callable<Integer> {
    /** About the window of the model that comes along: a few texts are cut, as in real posts. */
    private static final int LONGEST_WORDS = 250;

    @Mixin private InputOptions input = new InputOptions();

    @Option(
            names = "--posts-total",
            defaultValue = "1000000",
            description = "Texts in all. Default: 1000000, over an hour for int8 on two cores.")
    private int total;

    @Option(
            names = "--baseline",
            defaultValue = "100000",
            description = "Texts after which memory is taken as the base. Default: 100000.")
    private int baseline;

    @Option(
            names = "--model",
            description = "Bundle directory. Default: the int8 bundle that the build makes.")
    private Path model;

    @Option(
            names = "--bar",
            defaultValue = "5",
            description = "Growth in percent that is too much. Default: 5.")
    private double bar;

    @Option(names = "--seed", defaultValue = "7", description = "Other texts. Default: 7.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        if (baseline >= total) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "--baseline is " + baseline + "; give fewer than --posts-total, " + total);
        }
        Path bundle = model == null ? input.defaultModels().get(0) : model;
        RandomTexts texts = new RandomTexts(input.read(2000).texts(), LONGEST_WORDS, seed);
        int cores = Runtime.getRuntime().availableProcessors();
        MemoryCourse course = new MemoryCourse(baseline, System.err);
        try (Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(cores))) {
            new Soak(embedder, texts, course).run(total);
        }
        course.printJson(System.out);
        List<String> verdict = List.of(course.verdict(bar));
        verdict.forEach(System.err::println);
        return course.growthPercent() <= bar
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }
}
