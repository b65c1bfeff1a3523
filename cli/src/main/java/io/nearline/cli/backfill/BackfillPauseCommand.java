package io.nearline.cli.backfill;

import io.nearline.operations.backfill.PauseBackfill;
import io.nearline.operations.backfill.PauseBackfill.Request;
import io.nearline.schemas.BackfillReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a backfill so that it can go on. */
@Command(
        name = "pause",
        description = {
            "Stops a running backfill with a savepoint, from which \"resume\" goes on. Asks the"
                    + " Flink cluster that its reports name, and again for a minute while that"
                    + " declines a savepoint for a reason that passes.",
            "Exit code 1 if it is not paused; then it says whether the job goes on."
        })
final class BackfillPauseCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private JobTopicsOptions topics;

    @Parameters(paramLabel = "ID", description = "The backfill.")
    private String id;

    @Option(
            names = "--rest",
            paramLabel = "URL",
            description = "REST endpoint of its cluster. Default: what its reports say.")
    private URI rest;

    @Option(
            names = "--savepoints",
            paramLabel = "URI",
            description =
                    "Where the savepoint goes. Default: the cluster's own directory for them.")
    private String savepoints;

    @Override
    public Integer call() throws IOException {
        BackfillReport paused =
                new PauseBackfill(topics.topics(), Clock.systemUTC(), this::print)
                        .pause(
                                new Request(
                                        id,
                                        Optional.ofNullable(rest),
                                        Optional.ofNullable(savepoints)));
        BackfillTerminal.printPaused(paused, spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private void print(String notice) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("nearline: " + notice);
        err.flush();
    }
}
