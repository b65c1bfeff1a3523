package io.nearline.cli;

import io.nearline.embedding.ModelId;
import io.nearline.operations.backfill.range.InputResolution;
import io.nearline.operations.backfill.submit.Submission;
import io.nearline.operations.backfill.submit.SubmissionRules;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.schemas.ModelServing;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a backfill. */
@Command(
        name = "submit",
        description = {
            "Starts a backfill. Refuses unless the live job serves the very model, no backfill of"
                    + " it is running, and the source is newer than what the live job remembers. A"
                    + " range without records ends at once, with exit code 0.",
            "",
            "Embedded, it runs here until it has finished; Ctrl-C pauses it with a savepoint. On a"
                    + " Flink cluster it is watched for some seconds; exit code 1 if its job fails"
                    + " in them."
        })
final class BackfillSubmitCommand implements Callable<Integer> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final Clock CLOCK = Clock.systemUTC();

    @Spec private CommandSpec spec;
    @Mixin private BackfillRequestOptions request;
    @Mixin private TargetOptions target;
    @Mixin private LaunchOptions launch;

    @Option(
            names = "--id",
            description = "Identity of the backfill. Default: the model's name and the time.")
    private String id;

    @Option(
            names = "--freshness-bound",
            paramLabel = "DURATION",
            description =
                    "Slow down while the p99 of live freshness is above this, such as 800ms."
                            + " Default: 1 s.")
    private String freshnessBound;

    @Option(names = "--no-guard", description = "Do not look at live freshness.")
    private boolean unguarded;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration given = options();
        ModelId model = request.bundle(given.get(BackfillOptions.BUNDLE)).id();
        given.set(BackfillOptions.ID, id == null ? idOf(model) : id);
        ControlView control = control(given);
        // Before the end of the range is fixed: what comes after it must already be served.
        if (isRefused(given, control, model, Optional.empty())) {
            return ExitCode.SOFTWARE;
        }
        placeBundle(given, control, model);
        Optional<Configuration> resolved = InputResolution.resolve(given, request.range(), CLOCK);
        if (resolved.isEmpty()) {
            spec.commandLine().getOut().println(BackfillRequestOptions.NOTHING_TO_DO);
            return ExitCode.OK;
        }
        Instant asOf = BackfillConfig.from(resolved.get()).asOf();
        if (isRefused(given, control, model, Optional.of(asOf))) {
            return ExitCode.SOFTWARE;
        }
        rules(given, control).warnings(model, asOf).forEach(this::warn);
        start(resolved.get());
        return ExitCode.OK;
    }

    private Configuration options() throws IOException {
        Configuration given = request.configuration();
        target.addTo(given);
        given.set(BackfillOptions.STARTED_AT, CLOCK.instant().toString());
        if (freshnessBound != null) {
            given.setString(BackfillOptions.GUARD_FRESHNESS_BOUND.key(), freshnessBound);
        }
        if (unguarded) {
            given.set(BackfillOptions.GUARD_ENABLED, false);
        }
        if (target.target() == Submission.Target.EMBEDDED && !given.contains(JobOptions.WORKERS)) {
            given.set(JobOptions.WORKERS, given.get(CoreOptions.DEFAULT_PARALLELISM));
        }
        return given;
    }

    /** A directory of this machine means nothing to another. */
    private void placeBundle(Configuration given, ControlView control, ModelId model) {
        if (target.target() == Submission.Target.EMBEDDED
                || request.saysWhereTheJobFindsTheBundle()) {
            return;
        }
        control.serving(model.name())
                .map(ModelServing::getBundleUri)
                .or(() -> target.bundleInImage(model.name()))
                .ifPresent(uri -> given.set(BackfillOptions.BUNDLE, uri));
    }

    private void start(Configuration all) throws IOException, InterruptedException {
        Submission submission =
                new Submission(
                        all.get(BackfillOptions.ID), target.target(), target.place(), all.toMap());
        launch.store().save(submission);
        new BackfillLaunch(launch, spec.commandLine()).launch(submission, Optional.empty());
    }

    private boolean isRefused(
            Configuration given, ControlView control, ModelId model, Optional<Instant> asOf) {
        List<String> refusals =
                rules(given, control).refusals(given.get(BackfillOptions.ID), model, asOf);
        refusals.forEach(refusal -> spec.commandLine().getErr().println("nearline: " + refusal));
        return !refusals.isEmpty();
    }

    private void warn(String warning) {
        spec.commandLine().getErr().println("nearline: warning: " + warning);
    }

    private static SubmissionRules rules(Configuration given, ControlView control) {
        Duration admitTtl = given.get(JobOptions.ADMIT_TTL);
        return new SubmissionRules(control, admitTtl, CLOCK.instant());
    }

    private static ControlView control(Configuration given) {
        try (ControlTopic topic = JobTopicsOptions.control(given)) {
            return topic.read();
        }
    }

    private static String idOf(ModelId model) {
        return model.name() + "-" + STAMP.format(CLOCK.instant());
    }
}
