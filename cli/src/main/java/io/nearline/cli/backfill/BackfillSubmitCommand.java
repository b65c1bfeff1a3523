package io.nearline.cli.backfill;

import io.nearline.operations.backfill.BackfillRequest;
import io.nearline.operations.backfill.BackfillWork;
import io.nearline.operations.backfill.LiveProtection;
import io.nearline.operations.backfill.LiveProtection.Guard;
import io.nearline.operations.backfill.SubmitBackfill;
import io.nearline.operations.backfill.SubmitBackfill.Result;
import io.nearline.operations.backfill.submit.BackfillTarget;
import io.nearline.operations.settings.JobSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a backfill. */
@Command(
        name = "submit",
        description = {
            "Starts a backfill. Refuses unless the live job serves the very model, no backfill of"
                    + " it is running, and the source is newer than what the live job remembers. A"
                    + " range without records ends at once, with exit code 0.",
            "",
            "Embedded, it runs here until it has finished; Ctrl-C pauses it with a savepoint. On a"
                    + " Flink cluster it is watched for some seconds; exit code 1 if its job fails"
                    + " in them."
        })
final class BackfillSubmitCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private BackfillRequestOptions request;
    @Mixin private TargetOptions target;
    @Mixin private LaunchOptions launch;

    @Option(
            names = "--id",
            description = "Identity of the backfill. Default: the model's name and the time.")
    private String id;

    @Option(
            names = "--freshness-bound",
            paramLabel = "DURATION",
            description =
                    "Slow down while the p99 of live freshness is above this, such as 800ms."
                            + " Default: 1 s.")
    private String freshnessBound;

    @Option(names = "--no-guard", description = "Do not look at live freshness.")
    private boolean unguarded;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (BackfillTerminal terminal = new BackfillTerminal(spec.commandLine())) {
            Result result =
                    new SubmitBackfill(launch.settings(), Clock.systemUTC(), terminal)
                            .submit(request());
            return print(result, terminal);
        }
    }

    private BackfillRequest request() throws IOException {
        BackfillTarget runs = target.target();
        BackfillWork work = request.work();
        return new BackfillRequest(
                Optional.ofNullable(id),
                request.bundle(work).id(),
                request.bundlePlace(),
                request.range(),
                runs,
                target.state(),
                new LiveProtection(
                        unguarded ? Guard.OFF : Guard.ON,
                        Optional.ofNullable(freshnessBound).map(JobSettings::freshnessBound)),
                work);
    }

    private int print(Result result, BackfillTerminal terminal) {
        if (result instanceof Result.Refused refused) {
            refused.reasons()
                    .forEach(reason -> spec.commandLine().getErr().println("nearline: " + reason));
            return ExitCode.SOFTWARE;
        }
        if (result instanceof Result.Started started) {
            terminal.print(started.backfill());
        } else {
            spec.commandLine().getOut().println(BackfillRequestOptions.NOTHING_TO_DO);
        }
        return terminal.exitCode();
    }
}
