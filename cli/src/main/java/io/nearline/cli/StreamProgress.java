package io.nearline.cli;

import io.nearline.operations.local.JobCounters;
import io.nearline.operators.metrics.MetricNames;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells now and then what a running job has done since it started. */
final class StreamProgress {

    private static final long TERMINAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final JobCounters counters;
    private final StatusLine status;
    private boolean serving;
    private long toldAt = System.nanoTime();
    private long postsBefore;

    StreamProgress(JobCounters counters, StatusLine status) {
        this.counters = counters;
        this.status = status;
    }

    /** Tells, if it is time. */
    void look() {
        long now = System.nanoTime();
        if (!serving && counters.has(MetricNames.MODEL_INFO)) {
            serving = true;
            status.line("the models serve");
        }
        if (now - toldAt >= (status.isTerminal() ? TERMINAL_NANOS : LOG_NANOS)) {
            String described = describe(now - toldAt);
            status.show(
                    status.isTerminal()
                            ? described
                            : LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)
                                    + "  "
                                    + described);
            toldAt = now;
        }
    }

    private String describe(long nanos) {
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
}
