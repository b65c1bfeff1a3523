package io.nearline.cli.backfill;

import io.nearline.cli.terminal.StatusLine;
import io.nearline.cli.terminal.StopOnSignal;
import io.nearline.operations.backfill.BackfillObserver;
import io.nearline.operations.backfill.StartedBackfill;
import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * Shows a backfill that starts and runs; Ctrl-C pauses one that runs in this process. To be closed
 * when everything about it has been printed.
 */
final class BackfillTerminal implements BackfillObserver, AutoCloseable {

    private final PrintWriter out;
    private final PrintWriter err;
    private final StatusLine status;
    private @Nullable StopOnSignal stop;

    BackfillTerminal(CommandLine command) {
        this.out = command.getOut();
        this.err = command.getErr();
        this.status = new StatusLine(err);
    }

    @Override
    public void warning(String warning) {
        err.println("nearline: warning: " + warning);
    }

    @Override
    public void runsHere(String id) {
        stop = StopOnSignal.install();
        status.line(
                "backfill %1$s runs here; Ctrl-C, or nearline backfill pause %1$s elsewhere, pauses it"
                        .formatted(id));
    }

    @Override
    public boolean isStopWanted() {
        return stop != null && stop.isWanted();
    }

    /** 0, or that of the signal that paused it. */
    int exitCode() {
        return stop == null ? ExitCode.OK : stop.exitCode();
    }

    @Override
    public void runsAt(URI rest, String job, String id) {
        out.printf(
                "backfill %1$s is job %2$s at %3$s; follow it with: nearline backfill status %1$s"
                        + " --watch%n",
                id, job, rest);
        out.flush();
    }

    @Override
    public void progress(BackfillReport report, JobHealth health) {
        status.show(BackfillScreen.line(new ReportReading(report, Instant.now()), health));
    }

    @Override
    public void notice(String notice) {
        status.line("nearline: " + notice);
    }

    /** What became of it. */
    void print(StartedBackfill backfill) {
        status.close();
        if (backfill instanceof StartedBackfill.Ended ended) {
            print(ended.last());
        } else if (backfill instanceof StartedBackfill.Manifest manifest) {
            out.print(manifest.yaml());
        } else if (backfill instanceof StartedBackfill.Applied applied) {
            out.println(applied.answer());
        }
        out.flush();
    }

    private void print(BackfillReport last) {
        if (last.getState() == BackfillState.PAUSED) {
            printPaused(last, out);
        } else {
            new BackfillScreen(out)
                    .list(new ReportReading(last, Instant.now()), JobHealth.unknown("it ended"));
        }
    }

    /** Where a paused one goes on, and how. */
    static void printPaused(BackfillReport paused, PrintWriter out) {
        out.printf(
                "paused at %s; go on with: nearline backfill resume %s%n",
                paused.getSavepoint(), paused.getBackfillId());
    }

    @Override
    public void close() {
        status.close();
        if (stop != null) {
            stop.close();
        }
    }
}
