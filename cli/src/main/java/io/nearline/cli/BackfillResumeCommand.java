package io.nearline.cli;

import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.submit.RemoteJobException;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.operations.backfill.submit.Submission;
import io.nearline.operations.backfill.submit.Submission.Target;
import io.nearline.operations.local.RetainedCheckpoints;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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
    private String rest;

    @Option(
            names = "--from",
            paramLabel = "URI",
            description = "Savepoint or checkpoint. Default: the savepoint of the pause.")
    private String from;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration all = topics.configuration();
        BackfillReport report;
        try (ControlTopic topic = JobTopicsOptions.control(all)) {
            report = KnownBackfill.open(id, topic.read());
        }
        Submission submission = submission();
        if (report.getState() == BackfillState.RUNNING && isAlive(report)) {
            throw new CommandException(
                    "backfill "
                            + id
                            + " is running: follow it with nearline backfill status "
                            + id);
        }
        new BackfillLaunch(launch, spec.commandLine())
                .launch(submission, beginning(report, submission));
        return ExitCode.OK;
    }

    private Submission submission() throws IOException {
        Submission kept =
                launch.store()
                        .find(id)
                        .orElseThrow(
                                () ->
                                        new CommandException(
                                                launch.store().of(id)
                                                        + " holds no submission: resume where "
                                                        + id
                                                        + " was submitted, or copy that directory"
                                                        + " from there"));
        return rest == null || kept.target() != Target.FLINK
                ? kept
                : new Submission(id, kept.target(), rest, kept.settings());
    }

    private Optional<String> beginning(BackfillReport report, Submission submission)
            throws IOException {
        if (from != null) {
            return Optional.of(from);
        }
        if (report.getSavepoint() != null) {
            return Optional.of(report.getSavepoint());
        }
        if (submission.target() != Target.EMBEDDED) {
            throw new CommandException(
                    "backfill "
                            + id
                            + " was not paused: give --from with the newest checkpoint of job "
                            + report.getJobId());
        }
        return RetainedCheckpoints.newestIn(launch.store().of(id).resolve("checkpoints"))
                .map(path -> path.toUri().toString());
    }

    /**
     * A cluster that does not answer, or does not know the job, runs it no more. Where no report
     * says which cluster that is, as on Kubernetes, a job lives as long as it reports.
     */
    private static boolean isAlive(BackfillReport report) {
        if (report.getRestUrl() == null) {
            return !new ReportReading(report, Instant.now()).isSilent();
        }
        try (SessionCluster cluster = KnownBackfill.cluster(report, null)) {
            return cluster.isAlive(report.getJobId());
        } catch (RemoteJobException e) {
            return false;
        }
    }
}
