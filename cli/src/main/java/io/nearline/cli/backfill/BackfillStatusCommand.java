package io.nearline.cli.backfill;

import io.nearline.cli.terminal.CommandException;
import io.nearline.cli.terminal.StatusLine;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.status.KnownBackfills;
import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.status.StatusJson;
import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far backfills are. */
@Command(
        name = "status",
        description = {
            "Says how far a backfill is: its newest report, time left, and the live job beside it.",
            "Without an ID: a line for each backfill that the topic of decisions knows.",
            "",
            "Asks the cluster of a running backfill how its job is. Exit code 1 if that has failed,"
                    + " is lost, or keeps restarting."
        })
final class BackfillStatusCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofSeconds(1);

    @Spec private CommandSpec spec;
    @Mixin private JobTopicsOptions topics;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The backfill.")
    private String id;

    @Option(names = "--json", description = "Print JSON, one object a backfill.")
    private boolean json;

    @Option(
            names = "--watch",
            description = "Go on until it ends, fails or is paused. Needs an ID.")
    private boolean watch;

    @Override
    public Integer call() throws IOException {
        if (watch && id == null) {
            throw new CommandException("--watch needs the ID of one backfill");
        }
        JobTopics watched = topics.topics();
        try (ControlTopic topic = watched.openControl()) {
            if (id == null) {
                list(topic.read());
                return ExitCode.OK;
            }
            if (watch) {
                watch(watched, topic);
            }
            return show(watched, topic);
        }
    }

    private void list(ControlView view) {
        PrintWriter out = spec.commandLine().getOut();
        if (view.backfills().isEmpty() && !json) {
            out.println("no backfill was ever started here");
        }
        for (BackfillReport report : view.backfills().values()) {
            JobHealth health = KnownBackfills.health(report);
            if (json) {
                out.println(StatusJson.of(read(report), health));
            } else {
                new BackfillScreen(out).list(read(report), health);
            }
        }
    }

    private int show(JobTopics watched, ControlTopic topic) {
        PrintWriter out = spec.commandLine().getOut();
        JobHealth health = KnownBackfills.health(named(topic.read()));
        // Read after the job was looked at: one that has just ended has said so by now.
        BackfillReport report = named(topic.read());
        if (json) {
            out.println(StatusJson.of(read(report), health, watched.live()));
        } else {
            new BackfillScreen(out).show(read(report), health, watched.live());
        }
        boolean troubled = report.getState() == BackfillState.RUNNING && health.isInTrouble();
        return troubled ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private void watch(JobTopics watched, ControlTopic topic) {
        ControlView view = topic.read();
        try (StatusLine status = new StatusLine(spec.commandLine().getErr())) {
            BackfillReport report = named(view);
            JobHealth health = KnownBackfills.health(report);
            while (report.getState() == BackfillState.RUNNING && !health.isOver()) {
                status.show(
                        BackfillScreen.line(read(report), health)
                                + "  live: "
                                + BackfillScreen.beside(watched.live()));
                Instant shown = report.getUpdatedAt();
                report =
                        topic.await(next -> isNewer(next, shown), LOOK)
                                .map(this::named)
                                .orElse(report);
                health = KnownBackfills.health(report);
            }
        }
    }

    private BackfillReport named(ControlView view) {
        return KnownBackfills.in(view).named(id);
    }

    private boolean isNewer(ControlView view, Instant shown) {
        return view.backfill(id).filter(next -> next.getUpdatedAt().isAfter(shown)).isPresent();
    }

    private static ReportReading read(BackfillReport report) {
        return new ReportReading(report, Instant.now());
    }
}
