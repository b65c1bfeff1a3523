package io.nearline.cli;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.backfill.plan.BackfillPlan;
import io.nearline.operations.backfill.plan.BackfillPlanner;
import io.nearline.operations.backfill.plan.InputSampler;
import io.nearline.operations.backfill.plan.PlanJson;
import io.nearline.operations.backfill.plan.RecordSample;
import io.nearline.operations.backfill.range.InputResolution;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.JobOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
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
    public Integer call() throws IOException {
        Configuration given = request.configuration();
        given.set(BackfillOptions.ID, "plan");
        Optional<Configuration> resolved =
                InputResolution.resolve(given, request.range(), Clock.systemUTC());
        if (resolved.isEmpty()) {
            spec.commandLine().getOut().println(BackfillRequestOptions.NOTHING_TO_DO);
            return ExitCode.OK;
        }
        show(plan(resolved.get()));
        return ExitCode.OK;
    }

    private BackfillPlan plan(Configuration all) throws IOException {
        BackfillConfig config = BackfillConfig.from(all);
        ModelBundle model = request.bundle(config.model().bundle());
        RecordSample records = new InputSampler(new Random()).sample(config, sample);
        return new BackfillPlanner(config, model, Runtime.getRuntime().availableProcessors())
                .plan(records, question(all), JobTopicsOptions.live(all));
    }

    private BackfillPlanner.Question question(Configuration all) {
        return new BackfillPlanner.Question(
                request.parallelism(),
                postsPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(postsPerSecond),
                Duration.ofSeconds(trialSeconds),
                all.get(JobOptions.MERGE_RATE));
    }

    private void show(BackfillPlan plan) {
        if (json) {
            spec.commandLine().getOut().println(PlanJson.of(plan));
        } else {
            new PlanTable(plan, spec.commandLine().getOut()).print();
        }
    }
}
