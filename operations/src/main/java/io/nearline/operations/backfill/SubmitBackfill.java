package io.nearline.operations.backfill;

import io.nearline.operations.backfill.BackfillRequest.BundlePlace;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.range.FixedInput;
import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import io.nearline.operations.backfill.submit.Submission;
import io.nearline.operations.backfill.submit.SubmissionRules;
import io.nearline.operations.settings.JobSettings;
import io.nearline.schemas.ModelServing;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Starts a backfill, if nothing speaks against it. */
public final class SubmitBackfill {

    private final LaunchSettings launch;
    private final Clock clock;
    private final BackfillObserver observer;

    /**
     * @param launch how its job gets to what runs it
     * @param observer told what happens
     */
    public SubmitBackfill(LaunchSettings launch, Clock clock, BackfillObserver observer) {
        this.launch = launch;
        this.clock = clock;
        this.observer = observer;
    }

    /** What became of a request. */
    public sealed interface Result {

        /**
         * It must not start.
         *
         * @param reasons each with what to do
         */
        record Refused(List<String> reasons) implements Result {}

        /** There is no record in the range. */
        record NothingToDo() implements Result {}

        /** It was started. */
        record Started(StartedBackfill backfill) implements Result {}
    }

    /**
     * Checks the request, keeps the submission, and starts the job.
     *
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if options are wrong
     * @throws io.nearline.topics.cluster.ClusterException if the brokers do not answer
     * @throws io.nearline.operations.backfill.submit.RemoteJobException if the job did not start,
     *     or failed
     */
    public Result submit(BackfillRequest request) throws IOException, InterruptedException {
        Instant now = clock.instant();
        JobSettings settings = request.settings();
        ControlView control = control(settings);
        SubmissionRules rules = new SubmissionRules(control, settings.admitTtl(), now);
        String id = request.idAt(now);
        // Before the end of the range is fixed: what comes after it must already be served.
        List<String> early = rules.refusals(id, request.model(), Optional.empty());
        if (!early.isEmpty()) {
            return new Result.Refused(early);
        }
        Optional<FixedInput> input = FixedInput.resolve(settings, request.range(), clock);
        if (input.isEmpty()) {
            return new Result.NothingToDo();
        }
        JobSettings job = request.settings(now, bundleUri(request, control), input.get());
        Instant asOf = job.asBackfill().asOf();
        List<String> late = rules.refusals(id, request.model(), Optional.of(asOf));
        if (!late.isEmpty()) {
            return new Result.Refused(late);
        }
        rules.warnings(request.model(), asOf).forEach(observer::warning);
        Submission submission = new Submission(id, request.target(), job.toMap());
        launch.store().save(submission);
        return new Result.Started(
                new BackfillStart(launch, clock, observer).start(submission, Optional.empty()));
    }

    /** Where others find the bundle, if this machine's directory is all that was named. */
    private static Optional<String> bundleUri(BackfillRequest request, ControlView control) {
        if (request.target() instanceof ThisProcess || request.bundle() == BundlePlace.GIVEN) {
            return Optional.empty();
        }
        String model = request.model().name();
        return control.serving(model)
                .map(ModelServing::getBundleUri)
                .or(
                        () ->
                                request.target() instanceof Kubernetes
                                        ? Optional.of(Kubernetes.BUNDLES + model)
                                        : Optional.empty());
    }

    private static ControlView control(JobSettings settings) {
        try (ControlTopic topic = JobTopics.of(settings).openControl()) {
            return topic.read();
        }
    }
}
