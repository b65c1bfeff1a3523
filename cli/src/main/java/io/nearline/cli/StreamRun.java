package io.nearline.cli;

import io.nearline.operations.local.EmbeddedJob;
import io.nearline.operations.local.JobCounters;
import io.nearline.operations.local.JobCountersFactory;
import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.local.Restarts;
import io.nearline.operations.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;

/** One life of the streaming job, from its start to its stop. */
final class StreamRun {

    /** Where the job begins. */
    enum Beginning {
        /** Where its last life stopped, if it had one. */
        NEWEST_CHECKPOINT,
        /** Where the configuration says that a new job begins. */
        ANEW
    }

    private static final int LOOK_MILLIS = 100;
    private static final String REPORTER = "progress";

    private final Configuration given;
    private final StateDirectory directory;
    private final StatusLine status;

    StreamRun(Configuration given, StateDirectory directory, StatusLine status) {
        this.given = given;
        this.directory = directory;
        this.status = status;
    }

    /**
     * Runs the job until it is to stop.
     *
     * @param stopWanted asked several times a second
     * @throws JobFailedException if the job did not start or did not survive
     */
    void run(Beginning beginning, BooleanSupplier stopWanted)
            throws IOException, JobFailedException, InterruptedException {
        Configuration configuration = configuration(beginning);
        tellBeginning(configuration);
        try (EmbeddedJob job = EmbeddedJob.start(configuration)) {
            StreamProgress progress = new StreamProgress(JobCounters.named(countersName()), status);
            while (!stopWanted.getAsBoolean() && !job.hasEnded()) {
                progress.look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            if (job.hasEnded()) {
                job.await();
            }
            status.line("stopping the job; its newest checkpoint stays");
        }
    }

    private void tellBeginning(Configuration configuration) {
        String path = configuration.get(StateRecoveryOptions.SAVEPOINT_PATH);
        status.line(
                path == null
                        ? "the job begins anew"
                        : "the job resumes from " + path + " (--fresh begins anew)");
    }

    private Configuration configuration(Beginning beginning) throws IOException {
        Configuration all = new Configuration(given);
        all.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(directory.checkpoints()));
        Restarts.butNotForEver(all);
        if (beginning == Beginning.NEWEST_CHECKPOINT
                && !all.contains(StateRecoveryOptions.SAVEPOINT_PATH)) {
            resume(all, directory.newestCheckpoint());
        }
        countProgress(all);
        return all;
    }

    private static void resume(Configuration all, Optional<Path> newest) {
        newest.ifPresent(
                path -> {
                    all.set(StateRecoveryOptions.SAVEPOINT_PATH, uri(path));
                    // The job then removes it in time, so that the directory stays small.
                    all.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
                });
    }

    /** Beside the reporters that the configuration has. */
    private void countProgress(Configuration all) {
        String prefix = "metrics.reporter." + REPORTER;
        all.setString(prefix + ".factory.class", JobCountersFactory.class.getName());
        all.setString(prefix + ".name", countersName());
        all.getOptional(MetricOptions.REPORTERS_LIST)
                .ifPresent(
                        others -> all.set(MetricOptions.REPORTERS_LIST, others + "," + REPORTER));
    }

    private String countersName() {
        return directory.checkpoints().toString();
    }

    private static String uri(Path path) {
        return path.toUri().toString();
    }
}
