package io.nearline.cli;

import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.submit.EmbeddedBackfill;
import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.operations.backfill.submit.Kubectl;
import io.nearline.operations.backfill.submit.KubernetesManifest;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.operations.backfill.submit.Submission;
import io.nearline.operations.backfill.submit.SubmittedJob;
import io.nearline.operations.local.StateDirectory;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine;

/** Gives the job of a backfill to what runs it. */
final class BackfillLaunch {

    private final LaunchOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    BackfillLaunch(LaunchOptions options, CommandLine command) {
        this.options = options;
        this.out = command.getOut();
        this.err = command.getErr();
    }

    /**
     * Starts the job and follows it for some seconds; an embedded one to its end.
     *
     * @param from savepoint or checkpoint to go on from; empty to begin at the beginning
     */
    void launch(Submission submission, Optional<String> from)
            throws IOException, InterruptedException {
        switch (submission.target()) {
            case EMBEDDED -> runHere(submission, from);
            case FLINK -> submit(submission, from);
            case KUBERNETES -> manifest(submission, from);
        }
    }

    private void runHere(Submission submission, Optional<String> from) throws IOException {
        Configuration all = Configuration.fromMap(submission.settings());
        try (StopOnSignal stop = StopOnSignal.install();
                StateDirectory directory =
                        StateDirectory.open(options.store().of(submission.id()));
                ControlTopic topic = JobTopicsOptions.control(all);
                StatusLine status = new StatusLine(err)) {
            status.line(
                    "backfill "
                            + submission.id()
                            + " runs here; Ctrl-C, or nearline backfill pause "
                            + submission.id()
                            + " elsewhere, pauses it");
            EmbeddedBackfill backfill =
                    new EmbeddedBackfill(
                            submission,
                            directory,
                            topic,
                            (report, health) -> status.show(line(report, health)),
                            notice -> status.line("nearline: " + notice));
            BackfillReport last = backfill.run(from, stop::isWanted);
            tell(last);
        }
    }

    private void tell(BackfillReport last) {
        if (last.getState() == BackfillState.PAUSED) {
            out.println(
                    "paused at "
                            + last.getSavepoint()
                            + "; go on with: nearline backfill resume "
                            + last.getBackfillId());
        } else {
            new BackfillScreen(out)
                    .list(new ReportReading(last, Instant.now()), JobHealth.unknown("it ended"));
        }
    }

    private void submit(Submission submission, Optional<String> from) throws IOException {
        try (SessionCluster cluster = SessionCluster.at(URI.create(submission.place()))) {
            String job =
                    SubmittedJob.submit(
                            cluster,
                            Configuration.fromMap(submission.settings()),
                            from,
                            List.of(options.jar()));
            out.println(
                    "backfill "
                            + submission.id()
                            + " is job "
                            + job
                            + " at "
                            + cluster.rest()
                            + "; follow it with: nearline backfill status "
                            + submission.id()
                            + " --watch");
            out.flush();
            follow(submission, cluster, job);
        }
    }

    /** A job that cannot work says so in its first seconds. */
    private void follow(Submission submission, SessionCluster cluster, String job) {
        Configuration all = Configuration.fromMap(submission.settings());
        try (ControlTopic topic = JobTopicsOptions.control(all);
                StatusLine status = new StatusLine(err)) {
            new FirstSeconds(topic, cluster, options.follow())
                    .watch(
                            submission.id(),
                            job,
                            (report, health) -> status.show(line(report, health)));
        }
    }

    private void manifest(Submission submission, Optional<String> from)
            throws IOException, InterruptedException {
        String yaml = new KubernetesManifest(submission).yaml(from, Instant.now().getEpochSecond());
        if (!options.isToBeApplied()) {
            out.print(yaml);
            out.flush();
            return;
        }
        out.println(Kubectl.onPath(System.getenv().getOrDefault("PATH", "")).apply(yaml));
    }

    private static String line(BackfillReport report, JobHealth health) {
        return BackfillScreen.line(new ReportReading(report, Instant.now()), health);
    }
}
