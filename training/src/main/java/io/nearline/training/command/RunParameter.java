package io.nearline.training.command;

import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The plan of one run, which may differ from the file's in seed and tasks. */
final class RunParameter extends PlanParameter {

    @Option(
            names = "--only",
            paramLabel = "TASK",
            description =
                    "Learn from one of the plan's tasks; the others are scored as before, and held"
                            + " out as before.")
    private @Nullable String only;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed in place of the plan's.")
    private @Nullable Long seed;

    @Override
    TrainingPlan read() throws IOException {
        TrainingPlan plan = super.read();
        plan = only == null ? plan : plan.only(only);
        return seed == null ? plan : plan.withSeed(seed);
    }
}
