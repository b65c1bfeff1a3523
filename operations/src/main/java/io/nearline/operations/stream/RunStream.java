package io.nearline.operations.stream;

import io.nearline.operations.local.JobCounters;
import io.nearline.operations.local.JobCountersFactory;
import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.local.LocalJob;
import io.nearline.operations.local.StateDirectory;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.operations.settings.KafkaAccess;
import io.nearline.pipeline.config.InvalidConfigurationException;
import io.nearline.pipeline.config.JobConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the streaming job in this process, from its start to its stop. */
public final class RunStream {

    private static final int LOOK_MILLIS = 100;
    private static final String REPORTER = "progress";

    private final StreamObserver observer;

    public RunStream(StreamObserver observer) {
        this.observer = observer;
    }

    /** Where the job begins. */
    public enum Beginning {
        /** Where its last life stopped, if it had one. */
        NEWEST_CHECKPOINT,
        /** Where the settings say that a new job begins. */
        ANEW
    }

    /**
     * What shall run.
     *
     * @param kafka how the job gets to its topics
     * @param bundles directories of the models that serve; empty if the settings name them
     * @param state directory of the job's checkpoints; belongs to one process at a time
     * @param given every other option of the job and of Flink, but not where checkpoints go
     */
    public record Request(
            KafkaAccess kafka,
            List<Path> bundles,
            Path state,
            Beginning beginning,
            GivenSettings given) {

        public Request {
            bundles = List.copyOf(bundles);
        }

        /** What the job is told wherever it runs; nothing is checked yet. */
        public JobSettings settings() {
            JobKeys job = JobKeys.with(given).kafka(kafka);
            return bundles.isEmpty() ? job.settings() : job.bundles(bundles).settings();
        }
    }

    /**
     * Checks the settings and the topics, and runs the job until it is to stop.
     *
     * @throws InvalidConfigurationException naming every option that is wrong
     * @throws io.nearline.operations.RefusedException naming every topic that is missing
     * @throws io.nearline.topics.cluster.ClusterException if the brokers do not answer
     * @throws IOException if the directory cannot be used, or belongs to another running job
     * @throws JobFailedException if the job did not start or did not survive
     */
    public void run(Request request) throws IOException, JobFailedException, InterruptedException {
        JobSettings settings = request.settings();
        JobConfig config = check(settings);
        TopicsInPlace.require(config.kafka(), observer::warning);
        try (StateDirectory directory = StateDirectory.open(request.state())) {
            JobSettings job = told(settings, request.beginning(), directory);
            observer.begins(job.beginning());
            runUntilStopped(job, countersName(directory));
        }
    }

    private void runUntilStopped(JobSettings settings, String countersName)
            throws JobFailedException, InterruptedException {
        try (LocalJob job = LocalJob.stream(settings)) {
            JobCounters counters = JobCounters.named(countersName);
            while (!observer.isStopWanted() && !job.hasEnded()) {
                observer.running(counters);
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            if (job.hasEnded()) {
                job.await();
            }
            observer.stopping();
        }
    }

    private static JobConfig check(JobSettings settings) {
        List<String> problems = new ArrayList<>();
        settings.checkpoints()
                .ifPresent(
                        place ->
                                problems.add(
                                        "%s is %s; leave it out here, --state says where checkpoints go"
                                                .formatted(JobSettings.CHECKPOINTS, place)));
        try {
            JobConfig config = settings.asStream();
            if (problems.isEmpty()) {
                return config;
            }
        } catch (InvalidConfigurationException e) {
            problems.addAll(e.problems());
        }
        throw new InvalidConfigurationException(problems);
    }

    /** With what this process adds. */
    private static JobSettings told(
            JobSettings settings, Beginning beginning, StateDirectory directory)
            throws IOException {
        JobKeys job =
                JobKeys.over(settings)
                        .checkpoints(directory.checkpoints())
                        .restartsUnlessSaid()
                        .reporter(REPORTER, JobCountersFactory.class, countersName(directory));
        if (beginning == Beginning.NEWEST_CHECKPOINT && settings.beginning().isEmpty()) {
            directory.newestCheckpoint().ifPresent(job::continueFrom);
        }
        return job.settings();
    }

    private static String countersName(StateDirectory directory) {
        return directory.checkpoints().toString();
    }
}
