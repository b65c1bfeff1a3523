package io.nearline.bench;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.InputOptions;
import io.nearline.bench.run.MappedRun;
import io.nearline.bench.run.Progress;
import io.nearline.bench.task.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a mapping costs the whole job. */
@Command(
        name = "mapping",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs ONNX Runtime alone, the job on posts in Nearline's own format, and the job on"
                    + " the same posts as JSON of another shape by a mapping; rounds take turns. A"
                    + " table goes to standard error, one line of JSON to standard output.")
final class MappingCommand implements Callable<Integer> {

    @Mixin private InputOptions input = new InputOptions();

    @Option(
            names = "--count",
            defaultValue = "600",
            description = "Distinct posts a run. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--rounds",
            defaultValue = "4",
            description = "Rounds. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--model",
            description = "Bundle directory. Default: the int8 bundle that the build makes.")
    private Path model;

    @Override
    public Integer call() throws Exception {
        BenchPosts posts = input.read(count);
        Path bundle = model == null ? input.defaultModels().get(0) : model;
        MappedRun.Figures figures =
                new MappedRun(posts, bundle, rounds).run(new Progress(System.err));
        figures.print(System.err);
        System.out.println(Json.MAPPER.valueToTree(figures).toString());
        return CommandLine.ExitCode.OK;
    }
}
