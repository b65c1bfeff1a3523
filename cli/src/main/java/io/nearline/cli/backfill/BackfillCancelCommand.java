package io.nearline.cli.backfill;

import io.nearline.operations.backfill.CancelBackfill;
import io.nearline.operations.backfill.CancelBackfill.Request;
import java.io.IOException;
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

/** Stops a backfill permanently. */
@Command(
        name = "cancel",
        description = {
            "Stops a running or paused backfill for good. The vectors that it has written stay, and"
                    + " are merged.",
            "",
            "A backfill that has not reported for long, and whose cluster does not answer or does"
                    + " not know its job, is only marked as cancelled."
        })
final class BackfillCancelCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private JobTopicsOptions topics;

    @Parameters(paramLabel = "ID", description = "The backfill.")
    private String id;

    @Option(
            names = "--rest",
            paramLabel = "URL",
            description = "REST endpoint of its cluster. Default: what its reports say.")
    private URI rest;

    @Override
    public Integer call() throws IOException {
        new CancelBackfill(topics.topics(), Clock.systemUTC())
                .cancel(new Request(id, Optional.ofNullable(rest)))
                .ifPresent(
                        warning ->
                                spec.commandLine()
                                        .getErr()
                                        .println("nearline: warning: " + warning));
        spec.commandLine().getOut().println("cancelled " + id);
        return ExitCode.OK;
    }
}
