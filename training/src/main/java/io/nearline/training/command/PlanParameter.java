package io.nearline.training.command;

import io.nearline.training.learn.Preparation;
import io.nearline.training.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The plan, and what it runs on. */
final class PlanParameter {

    @Parameters(paramLabel = "FILE", description = "The plan, in YAML.")
    private Path file;

    @Option(
            names = "--threads",
            paramLabel = "COUNT",
            description =
                    "Threads for PyTorch. Default: one a processor. The same plan gives the same"
                            + " weights with as many threads.")
    private int threads = Runtime.getRuntime().availableProcessors();

    int threads() {
        return threads;
    }

    Preparation prepare() throws IOException {
        return Preparation.of(PlanFile.read(file), threads);
    }
}
