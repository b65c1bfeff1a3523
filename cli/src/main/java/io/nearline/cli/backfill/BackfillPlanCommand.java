package io.nearline.cli.backfill;

import io.nearline.operations.backfill.BackfillWork;
import io.nearline.operations.backfill.PlanBackfill;
import io.nearline.operations.backfill.PlanBackfill.Request;
import io.nearline.operations.backfill.plan.BackfillPlan;
import io.nearline.operations.backfill.plan.PlanJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a backfill would take, and starts nothing. */
@Command(
        name = "plan",
        description = {
            "Says what a backfill would take: posts, tokens, padding, hours, bytes, and what the"
                    + " live job would notice. Starts nothing and writes nothing.",
            "",
            "Reads a random sample spread over the range and runs the model on it for a few seconds"
                    + " here. A range without records ends at once, with exit code 0."
        })
final class BackfillPlanCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private BackfillRequestOptions request;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Records to read for the estimates. Default: ${DEFAULT-VALUE}.")
    private int sample;

    @Option(
            names = "--posts-per-second",
            paramLabel = "N",
            description = "Speed of all cores together. Default: measured here.")
    private Double postsPerSecond;

    @Option(
            names = "--trial",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description = "How long to measure the speed. Default: ${DEFAULT-VALUE}.")
    private int trialSeconds;

    @Option(names = "--json", description = "Print the plan as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        BackfillWork work = request.work();
        new PlanBackfill(
                        Clock.systemUTC(), new Random(), Runtime.getRuntime().availableProcessors())
                .plan(
                        new Request(
                                request.bundle(work),
                                work,
                                request.range(),
                                sample,
                                postsPerSecond == null
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(postsPerSecond),
                                Duration.ofSeconds(trialSeconds)))
                .ifPresentOrElse(
                        this::show,
                        () ->
                                spec.commandLine()
                                        .getOut()
                                        .println(BackfillRequestOptions.NOTHING_TO_DO));
        return ExitCode.OK;
    }

    private void show(BackfillPlan plan) {
        if (json) {
            spec.commandLine().getOut().println(PlanJson.of(plan));
        } else {
            new PlanTable(plan, spec.commandLine().getOut()).print();
        }
    }
}
