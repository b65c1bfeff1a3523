package io.nearline.cli;

import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.submit.BackfillControl;
import io.nearline.operations.backfill.submit.RemoteJobException;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a backfill for good. */
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
    private String rest;

    @Override
    public Integer call() throws IOException {
        Configuration all = topics.configuration();
        try (ControlTopic topic = JobTopicsOptions.control(all)) {
            BackfillReport report = KnownBackfill.open(id, topic.read());
            BackfillControl backfills = new BackfillControl(topic, Clock.systemUTC());
            if (report.getState() == BackfillState.PAUSED) {
                backfills.cancelled(report);
            } else {
                cancelJob(report, backfills);
            }
        }
        spec.commandLine().getOut().println("cancelled " + id);
        return ExitCode.OK;
    }

    private void cancelJob(BackfillReport report, BackfillControl backfills) {
        try (SessionCluster cluster = KnownBackfill.cluster(report, rest)) {
            backfills.cancel(report, cluster);
        } catch (RemoteJobException e) {
            if (!new ReportReading(report, Instant.now()).isSilent()) {
                throw e;
            }
            spec.commandLine().getErr().println("nearline: warning: " + e.getMessage());
            backfills.cancelled(report);
        }
    }
}
