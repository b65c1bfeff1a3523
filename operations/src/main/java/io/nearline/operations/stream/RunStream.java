package io.nearline.operations.stream;

import io.nearline.operations.JobSettings;
import io.nearline.operations.local.JobCounters;
import io.nearline.operations.local.JobCountersFactory;
import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.local.LocalJob;
import io.nearline.operations.local.RestartDefaults;
import io.nearline.operations.local.StateDirectory;
import io.nearline.pipeline.config.InvalidConfigurationException;
import io.nearline.pipeline.config.JobConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;

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
     * @param settings options of the job and of Flink, but not where checkpoints go
     * @param state directory of the job's checkpoints; belongs to one process at a time
     */
    public record Request(JobSettings settings, Path state, Beginning beginning) {}

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
        JobConfig config = check(request.settings());
        TopicsInPlace.require(config.kafka(), observer::warning);
        try (StateDirectory directory = StateDirectory.open(request.state())) {
            Configuration job = render(request, directory);
            observer.begins(job.getOptional(StateRecoveryOptions.SAVEPOINT_PATH));
            runUntilStopped(job, countersName(directory));
        }
    }

    private void runUntilStopped(Configuration configuration, String countersName)
            throws JobFailedException, InterruptedException {
        try (LocalJob job = LocalJob.stream(configuration)) {
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
        if (settings.contain(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            problems.add(
                    "%s is %s; leave it out here, --state says where checkpoints go"
                            .formatted(
                                    CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
                                    settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)));
        }
        try {
            JobConfig config = JobConfig.from(settings.toConfiguration());
            if (problems.isEmpty()) {
                return config;
            }
        } catch (InvalidConfigurationException e) {
            problems.addAll(e.problems());
        }
        throw new InvalidConfigurationException(problems);
    }

    /** Every option of the job, by Flink's keys. */
    private static Configuration render(Request request, StateDirectory directory)
            throws IOException {
        Configuration job = request.settings().toConfiguration();
        job.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(directory.checkpoints()));
        RestartDefaults.applyTo(job);
        if (request.beginning() == Beginning.NEWEST_CHECKPOINT
                && !job.contains(StateRecoveryOptions.SAVEPOINT_PATH)) {
            resume(job, directory.newestCheckpoint());
        }
        countProgress(job, countersName(directory));
        return job;
    }

    private static void resume(Configuration job, Optional<Path> newest) {
        newest.ifPresent(
                path -> {
                    job.set(StateRecoveryOptions.SAVEPOINT_PATH, uri(path));
                    // The job then removes it in time, so that the directory stays small.
                    job.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
                });
    }

    /** Beside the reporters that the settings have. */
    private static void countProgress(Configuration job, String countersName) {
        String prefix = "metrics.reporter." + REPORTER;
        job.setString(prefix + ".factory.class", JobCountersFactory.class.getName());
        job.setString(prefix + ".name", countersName);
        job.getOptional(MetricOptions.REPORTERS_LIST)
                .ifPresent(
                        others -> job.set(MetricOptions.REPORTERS_LIST, others + "," + REPORTER));
    }

    private static String countersName(StateDirectory directory) {
        return directory.checkpoints().toString();
    }

    private static String uri(Path path) {
        return path.toUri().toString();
    }
}
