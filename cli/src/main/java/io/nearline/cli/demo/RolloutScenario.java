package io.nearline.cli.demo;

import io.nearline.cli.demo.Demo.Goal;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.local.JobFailedException;
import io.nearline.schemas.BackfillReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A new model without fear: the first half of the input is history; then a second model is rolled
 * out on the running job, and embeds the past while the second half arrives live.
 */
final class RolloutScenario {

    private final DemoSettings settings;
    private final DemoPipeline pipeline;
    private final Path directory;
    private final DemoListener listener;
    private final FedPosts fed;
    private final LastUpdates published = new LastUpdates();
    private final ModelBundle bundle;
    private final ModelId model;
    private Freshness.@Nullable Percentiles besideBackfill;

    /**
     * @param directory for what the backfill writes
     */
    RolloutScenario(
            DemoSettings settings, DemoPipeline pipeline, Path directory, DemoListener listener) {
        this.settings = settings;
        this.pipeline = pipeline;
        this.directory = directory;
        this.listener = listener;
        this.fed = new FedPosts(pipeline.recipe());
        this.bundle = ModelBundle.open(settings.backfillModel().orElseThrow());
        this.model = bundle.id();
    }

    /**
     * Runs both halves.
     *
     * @param goal with {@link Goal#NONE} the pipeline goes on serving after the second half
     */
    Summary run(Goal goal, BooleanSupplier stopWanted)
            throws IOException,
                    InterruptedException,
                    JobFailedException,
                    UnaccountedPostsException {
        try (DemoRun run =
                        new DemoRun(
                                pipeline,
                                settings,
                                listener,
                                stopWanted,
                                fed::add,
                                update -> {
                                    published.add(update);
                                    listener.updated(update);
                                });
                ControlDesk control = new ControlDesk(pipeline.cluster())) {
            Optional<CheckedPromotion> promotion =
                    CheckedPromotion.of(settings, pipeline.cluster(), control, listener);
            boolean embedded = feedHistory(run);
            if (embedded && promotion.isPresent()) {
                // Until one is active there is nothing to compare the new one with.
                promotion.get().promote(firstModel());
                run.watch().moved();
            }
            boolean served = embedded && rollOut(run, control);
            Optional<BackfillFigures> figures = served ? backfill(run, control) : Optional.empty();
            if (figures.isPresent() && promotion.isPresent()) {
                figures = Optional.of(figures.get().with(promotion.get().promote(model.name())));
            }
            if (goal == Goal.NONE) {
                run.untilStopped();
            }
            Summary summary = run.watch().summary();
            return figures.map(summary::with).orElse(summary);
        }
    }

    private String firstModel() {
        return ModelBundle.open(settings.models().get(0)).id().name();
    }

    private boolean feedHistory(DemoRun run)
            throws IOException,
                    InterruptedException,
                    JobFailedException,
                    UnaccountedPostsException {
        long half = InputRecords.count(settings.inputs()) / 2;
        listener.report("first the history: " + half + " posts, embedded with " + models());
        run.feed(half, FeedPace.steady(Double.POSITIVE_INFINITY, 0));
        return run.until(run.watch()::everyPostEnded);
    }

    private boolean rollOut(DemoRun run, ControlDesk control)
            throws IOException,
                    InterruptedException,
                    JobFailedException,
                    UnaccountedPostsException {
        listener.report("the running job is asked to serve " + model.name() + " as well");
        control.stage(model, bundle.directory().toUri().toString());
        run.watch().moved();
        boolean served = run.until(() -> control.isServed(model));
        if (served) {
            listener.report("it does: every new post now gets both vectors");
        }
        return served;
    }

    /** Empty if the run was stopped. */
    private Optional<BackfillFigures> backfill(DemoRun run, ControlDesk control)
            throws IOException,
                    InterruptedException,
                    JobFailedException,
                    UnaccountedPostsException {
        listener.report(
                "the past is embedded with "
                        + model.name()
                        + ", while the second half of the posts arrives live");
        try (RunningBackfill backfill =
                RunningBackfill.start(
                        pipeline,
                        DemoConfiguration.backfill(settings, directory, pipeline.cluster()))) {
            // The history came as fast as it could: how long it queued says nothing.
            run.ledger().forgetFreshness();
            run.feed(Long.MAX_VALUE, livePace(run));
            boolean over = run.until(() -> isOver(run, control, backfill));
            return over ? Optional.of(figures(run, backfill)) : Optional.empty();
        }
    }

    private boolean isOver(DemoRun run, ControlDesk control, RunningBackfill backfill)
            throws JobFailedException, InterruptedException {
        Optional<BackfillReport> report = control.report(DemoConfiguration.BACKFILL_ID);
        if (report.isPresent()) {
            if (backfill.update(report.get())) {
                run.watch().moved();
            }
            listener.backfilling(report.get(), run.ledger().merged());
        }
        if (!backfill.isMerged()) {
            return false;
        }
        if (besideBackfill == null) {
            besideBackfill = run.ledger().freshness();
        }
        return run.watch().everyPostEnded();
    }

    private BackfillFigures figures(DemoRun run, RunningBackfill backfill) {
        Ledger ledger = run.ledger();
        return new BackfillFigures(
                model.name(),
                backfill.embedded() + ledger.backfillFailures(),
                ledger.merged(),
                IndexCheck.of(fed, published, ledger.models(), model.name(), ledger::hasFailed),
                backfill.seconds(),
                besideBackfill == null ? ledger.freshness() : besideBackfill,
                backfill.worstLiveMillis(),
                null);
    }

    private FeedPace livePace(DemoRun run) {
        return Double.isInfinite(settings.postsPerSecond())
                ? FeedPace.keepingUp(run.watch()::ended)
                : FeedPace.steady(settings.postsPerSecond(), run.published());
    }

    private String models() {
        return settings.models().stream()
                .map(bundle -> bundle.getFileName().toString())
                .collect(Collectors.joining(", "));
    }
}
