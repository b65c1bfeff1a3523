package io.nearline.cli.backfill;

import io.nearline.operations.backfill.ResumeBackfill;
import io.nearline.operations.backfill.ResumeBackfill.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a backfill go on that was paused, or whose job is gone. */
@Command(
        name = "resume",
        description = {
            "Goes on with a paused backfill from its savepoint, on the same target and with the"
                    + " same settings: those of the submission that \"submit\" has kept.",
            "",
            "A backfill whose job is gone without having finished goes on from its newest"
                    + " checkpoint: an embedded one by itself, others with --from."
        })
final class BackfillResumeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private JobTopicsOptions topics;
    @Mixin private LaunchOptions launch;

    @Parameters(paramLabel = "ID", description = "The backfill.")
    private String id;

    @Option(
            names = "--rest",
            paramLabel = "URL",
            description = "Another Flink cluster to go on with. Default: the one before.")
    private URI rest;

    @Option(
            names = "--from",
            paramLabel = "URI",
            description = "Savepoint or checkpoint. Default: the savepoint of the pause.")
    private String from;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (BackfillTerminal terminal = new BackfillTerminal(spec.commandLine())) {
            terminal.print(
                    new ResumeBackfill(
                                    topics.topics(), launch.settings(), Clock.systemUTC(), terminal)
                            .resume(
                                    new Request(
                                            id,
                                            Optional.ofNullable(rest),
                                            Optional.ofNullable(from))));
            return terminal.exitCode();
        }
    }
}
