package io.nearline.cli.demo;

import io.nearline.cli.terminal.StatusLine;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.json.UpdateLine;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the demo prints on standard error: one progress line that is written over on a terminal, and
 * line after line elsewhere.
 */
final class DemoScreen implements DemoListener, AutoCloseable {

    /** What is shown. */
    enum Showing {
        PROGRESS,
        PROGRESS_AND_UPDATES
    }

    private static final int FIRST_UPDATES = 4;
    private static final int THEN_ONE_IN_SECONDS = 5;

    private final StatusLine status;
    private final Showing showing;

    private String brokers = "";
    private int updatesShown;
    private int secondsSinceUpdate;
    private long endedBefore;
    private long reportedAt;
    private @Nullable BackfillReport backfill;
    private long merged;

    DemoScreen(PrintWriter err, Showing showing) {
        this.status = new StatusLine(err);
        this.showing = showing;
        status.line("starting a broker and the job");
    }

    @Override
    public void ready(String address) {
        this.brokers = address;
        reportedAt = System.nanoTime();
        status.line("the broker is at " + address + ", the models serve, posts are being fed");
        if (showing == Showing.PROGRESS_AND_UPDATES) {
            status.line("  in another terminal: ./nearline tail index-updates" + brokersOption());
        }
    }

    @Override
    public void searchable(URI address) {
        status.line("search the posts at " + address);
    }

    @Override
    public void updated(IndexUpdate update) {
        if (showing == Showing.PROGRESS_AND_UPDATES
                && (updatesShown < FIRST_UPDATES || secondsSinceUpdate >= THEN_ONE_IN_SECONDS)) {
            updatesShown++;
            secondsSinceUpdate = 0;
            status.line("  " + UpdateLine.of(update));
        }
    }

    @Override
    public void progress(Summary summary) {
        secondsSinceUpdate++;
        long now = System.nanoTime();
        long ended = summary.account().ended();
        double rate = (ended - endedBefore) * 1e9 / Math.max(1, now - reportedAt);
        endedBefore = ended;
        reportedAt = now;
        status.show(
                backfill == null ? describe(summary, rate) : describeBoth(summary, rate, backfill));
    }

    @Override
    public void fed() {
        if (showing == Showing.PROGRESS_AND_UPDATES) {
            status.line("all posts are fed; the job goes on serving, Ctrl-C stops it. Try:");
            status.line("  ./nearline post --id 1 --text 'Hello, world'" + brokersOption());
        }
    }

    @Override
    public void report(String line) {
        status.line(line);
    }

    @Override
    public void backfilling(BackfillReport report, long mergedSoFar) {
        backfill = report;
        merged = mergedSoFar;
    }

    /** Ends the progress line. */
    @Override
    public void close() {
        status.close();
    }

    private static String describe(Summary summary, double rate) {
        Account account = summary.account();
        return String.format(
                Locale.ROOT,
                "posts %d  updates %d  skips %d  dead letters %d  %.0f posts/s%s",
                account.posts(),
                account.updates(),
                account.skippedInAll(),
                account.deadLetters(),
                rate,
                account.updates() == 0 ? "" : freshness(summary.freshness()));
    }

    private static String freshness(Freshness.Percentiles freshness) {
        return "  fresh p50 %d ms p99 %d ms".formatted(freshness.p50(), freshness.p99());
    }

    private String describeBoth(Summary summary, double rate, BackfillReport newest) {
        return String.format(
                Locale.ROOT,
                "live %d posts, %.0f/s%s | backfill %s, %d of %s embedded, %.0f/s, %d merged",
                summary.account().posts(),
                rate,
                newest.getLiveFreshnessMillis() == null
                        ? ""
                        : ", p99 " + newest.getLiveFreshnessMillis() + " ms",
                newest.getState().name().toLowerCase(Locale.ROOT),
                newest.getEmbedded(),
                newest.getExpected() == null ? "?" : newest.getExpected().toString(),
                newest.getPostsPerSecond(),
                merged);
    }

    private String brokersOption() {
        return brokers.endsWith(":9092") ? "" : " --brokers " + brokers;
    }
}
