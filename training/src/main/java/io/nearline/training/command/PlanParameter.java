package io.nearline.training.command;

import io.nearline.training.learn.Preparation;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The plan, and what it runs on. */
class PlanParameter {

    @Parameters(paramLabel = "FILE", description = "The plan, in YAML.")
    private Path file;

    @Option(
            names = "--threads",
            paramLabel = "COUNT",
            description =
                    "Threads of an operation. Default: one a processor. From 2 on, one more"
                        + " prepares the next step. The same plan gives the same weights with as"
                        + " many threads.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--steps",
            paramLabel = "COUNT",
            description = "Steps in place of the plan's; the warm-up keeps its share.")
    private @Nullable Integer steps;

    int threads() {
        return threads;
    }

    TrainingPlan read() throws IOException {
        TrainingPlan plan = PlanFile.read(file);
        return steps == null ? plan : plan.withSteps(steps);
    }

    Preparation prepare() throws IOException {
        return Preparation.of(read(), threads);
    }
}
