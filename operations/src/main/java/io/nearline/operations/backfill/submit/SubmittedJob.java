package io.nearline.operations.backfill.submit;

import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.pipeline.BackfillJob;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.config.BackfillConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job of a backfill, given to a cluster. */
public final class SubmittedJob {

    private SubmittedJob() {}

    /**
     * Submits the job.
     *
     * @param settings options of the backfill and of Flink
     * @param from savepoint or checkpoint to go on from; empty to begin at the beginning
     * @param jars what the cluster does not have
     * @return Flink's id of the job
     * @throws RemoteJobException if the cluster does not take it
     */
    public static String submit(
            SessionCluster cluster, JobSettings settings, Optional<String> from, List<Path> jars) {
        JobKeys job = JobKeys.over(settings).runsAt(cluster.rest());
        from.ifPresent(job::beginAt);
        Configuration configuration = FlinkEnvironment.over(job.settings().toConfiguration());
        BackfillConfig config = BackfillConfig.from(configuration);
        StreamExecutionEnvironment environment = cluster.environment(configuration, jars);
        BackfillJob.build(environment, config);
        return cluster.start(environment, BackfillJob.nameOf(config.id()));
    }
}
