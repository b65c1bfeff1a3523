package io.nearline.operations.backfill;

import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.submit.BackfillTarget.FlinkCluster;
import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.backfill.submit.FirstSeconds;
import io.nearline.operations.backfill.submit.Kubectl;
import io.nearline.operations.backfill.submit.KubernetesManifest;
import io.nearline.operations.backfill.submit.LocalBackfill;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.operations.backfill.submit.Submission;
import io.nearline.operations.backfill.submit.SubmittedJob;
import io.nearline.operations.local.StateDirectory;
import io.nearline.operations.settings.JobSettings;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Gives the job of a submission to what runs it. */
final class BackfillStart {

    private final LaunchSettings launch;
    private final Clock clock;
    private final BackfillObserver observer;

    BackfillStart(LaunchSettings launch, Clock clock, BackfillObserver observer) {
        this.launch = launch;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * Starts the job and follows it for some seconds; one in this process to its end.
     *
     * @param from savepoint or checkpoint to go on from; empty to begin at the beginning
     */
    StartedBackfill start(Submission submission, Optional<String> from)
            throws IOException, InterruptedException {
        if (submission.target() instanceof FlinkCluster cluster) {
            return onCluster(submission, cluster, from);
        }
        if (submission.target() instanceof Kubernetes kubernetes) {
            return onKubernetes(submission, kubernetes, from);
        }
        return here(submission, from);
    }

    private StartedBackfill here(Submission submission, Optional<String> from) throws IOException {
        try (StateDirectory directory = StateDirectory.open(launch.store().of(submission.id()));
                ControlTopic topic = control(submission)) {
            observer.runsHere(submission.id());
            LocalBackfill backfill =
                    new LocalBackfill(
                            submission, directory, topic, observer::progress, observer::notice);
            return new StartedBackfill.Ended(backfill.run(from, observer::isStopWanted));
        }
    }

    private StartedBackfill onCluster(
            Submission submission, FlinkCluster target, Optional<String> from) {
        if (!Files.isRegularFile(launch.jar())) {
            throw new RefusedException(
                    "there is no job jar %s: build it with mvn package, or give --jar"
                            .formatted(launch.jar()));
        }
        try (SessionCluster cluster = SessionCluster.at(target.rest())) {
            String job =
                    SubmittedJob.submit(
                            cluster,
                            JobSettings.of(submission.settings()),
                            from,
                            List.of(launch.jar()));
            observer.runsAt(cluster.rest(), job, submission.id());
            follow(submission, cluster, job);
        }
        return new StartedBackfill.Elsewhere();
    }

    /** A job that cannot work says so in its first seconds. */
    private void follow(Submission submission, SessionCluster cluster, String job) {
        try (ControlTopic topic = control(submission)) {
            new FirstSeconds(topic, cluster, launch.follow())
                    .watch(submission.id(), job, observer::progress);
        }
    }

    private StartedBackfill onKubernetes(
            Submission submission, Kubernetes target, Optional<String> from)
            throws IOException, InterruptedException {
        long nonce = clock.instant().getEpochSecond();
        String yaml = new KubernetesManifest(submission, target).yaml(from, nonce);
        return launch.kubectlPath().isEmpty()
                ? new StartedBackfill.Manifest(yaml)
                : new StartedBackfill.Applied(
                        Kubectl.onPath(launch.kubectlPath().get()).apply(yaml));
    }

    private static ControlTopic control(Submission submission) {
        return JobTopics.of(JobSettings.of(submission.settings())).openControl();
    }
}
