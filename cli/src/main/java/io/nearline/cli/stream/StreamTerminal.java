package io.nearline.cli.stream;

import io.nearline.cli.terminal.StatusLine;
import io.nearline.cli.terminal.StopOnSignal;
import io.nearline.operations.local.JobCounters;
import io.nearline.operations.stream.StreamObserver;
import io.nearline.operators.metrics.MetricNames;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Says now and then what the streaming job of this process has done; Ctrl-C stops it. */
final class StreamTerminal implements StreamObserver, AutoCloseable {

    private static final long TERMINAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter err;
    private final StatusLine status;
    private @Nullable StopOnSignal stop;
    private boolean serving;
    private long printedAt;
    private long postsBefore;

    StreamTerminal(PrintWriter err) {
        this.err = err;
        this.status = new StatusLine(err);
    }

    @Override
    public void warning(String warning) {
        err.println("nearline: warning: " + warning);
    }

    @Override
    public void begins(Optional<String> from) {
        stop = StopOnSignal.install();
        printedAt = System.nanoTime();
        status.line(
                from.map("the job resumes from %s (--fresh begins anew)"::formatted)
                        .orElse("the job begins anew"));
    }

    @Override
    public boolean isStopWanted() {
        return stop != null && stop.isWanted();
    }

    /** 0, or that of the signal that stopped it. */
    int exitCode() {
        return stop == null ? ExitCode.OK : stop.exitCode();
    }

    @Override
    public void running(JobCounters counters) {
        long now = System.nanoTime();
        if (!serving && counters.has(MetricNames.MODEL_INFO)) {
            serving = true;
            status.line("the models serve");
        }
        if (now - printedAt >= (status.isTerminal() ? TERMINAL_NANOS : LOG_NANOS)) {
            String described = describe(counters, now - printedAt);
            status.show(
                    status.isTerminal()
                            ? described
                            : LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)
                                    + "  "
                                    + described);
            printedAt = now;
        }
    }

    private String describe(JobCounters counters, long nanos) {
        long posts = counters.sum(MetricNames.POSTS_READ);
        double rate = (posts - postsBefore) * 1e9 / nanos;
        postsBefore = posts;
        return String.format(
                Locale.ROOT,
                "posts %d  updates %d  skips %d  dead letters %d  restarts %d  %.0f posts/s",
                posts,
                counters.sum(MetricNames.UPDATES),
                counters.sum(MetricNames.POSTS_SKIPPED),
                counters.sum(MetricNames.DEAD_LETTERS),
                counters.restarts(),
                rate);
    }

    @Override
    public void stopping() {
        status.line("stopping the job; its newest checkpoint stays");
    }

    @Override
    public void close() {
        status.close();
        if (stop != null) {
            stop.close();
        }
    }
}
