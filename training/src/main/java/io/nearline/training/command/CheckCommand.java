package io.nearline.training.command;

import io.nearline.training.learn.Preparation;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at a plan and all that it names. */
@Command(
        name = "check",
        description =
                "Reads a plan, its data and its base, compares the base's vectors in PyTorch with"
                        + " those that serve, and says what would be learned. Trains nothing.")
final class CheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private RunParameter plan;

    @Override
    public Integer call() throws IOException {
        return Interrupt.during(spec.commandLine().getErr(), interrupt -> look());
    }

    private void look() throws IOException {
        try (Preparation prepared = plan.prepare()) {
            PlanText.print(prepared, spec.commandLine().getOut());
        }
    }
}
