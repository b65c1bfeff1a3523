package io.nearline.it.flow;

import io.nearline.pipeline.BackfillJob;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.schemas.BackfillReport;
import io.nearline.testkit.FakeEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Topics on a real broker, and a backfill that reads them, as often as the test starts it. */
final class BackfillRig implements AutoCloseable {

    static final String ID = "to-the-new-one";
    static final String AS_OF = "2026-03-01T00:00:00Z";

    private static final int PARALLELISM = 2;

    private final LocalTopics topics;
    private final FakeEmbedder model;
    private final Configuration settings = new Configuration();

    private BackfillRig(Path directory, FakeEmbedder model) {
        this.topics = LocalTopics.in(directory.resolve("broker"));
        this.model = model;
        set(KafkaOptions.BOOTSTRAP_SERVERS, topics.bootstrapServers());
        set(BackfillOptions.ID, ID);
        set(BackfillOptions.BUNDLE, "not opened: the test brings its model");
        set(BackfillOptions.AS_OF, AS_OF);
        set(BackfillOptions.REPORT_INTERVAL, Duration.ofMillis(200));
        set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
        set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                directory.resolve("savepoints").toUri().toString());
    }

    /** Starts a broker; all files go below the directory. */
    static BackfillRig in(Path directory, FakeEmbedder model) {
        return new BackfillRig(directory, model);
    }

    /** Sets an option for the jobs that are started from now on. */
    <T> BackfillRig set(ConfigOption<T> option, T value) {
        settings.set(option, value);
        return this;
    }

    LocalTopics topics() {
        return topics;
    }

    /** Starts a backfill of everything that the posts topic holds. */
    RunningJob start() throws Exception {
        return start(topics.postOffsets());
    }

    /** Starts a backfill of these offsets. */
    RunningJob start(OffsetRanges offsets) throws Exception {
        set(BackfillOptions.OFFSETS, offsets.toString());
        Configuration all = FlinkEnvironment.over(settings);
        BackfillConfig config = BackfillConfig.from(all);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(all);
        BackfillJob.build(environment, config, JobRig.served(model), BackfillJob.past(config));
        return RunningJob.submit(environment, all);
    }

    /** Starts it again from a savepoint. */
    RunningJob resume(String savepoint, OffsetRanges offsets) throws Exception {
        set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return start(offsets);
    }

    /** Runs a backfill of everything to its end. */
    BackfillReport run() throws Exception {
        try (RunningJob job = start()) {
            job.awaitFinished();
        }
        return lastReport();
    }

    BackfillReport lastReport() {
        List<BackfillReport> reports = topics.backfillReports();
        return reports.get(reports.size() - 1);
    }

    @Override
    public void close() {
        model.release();
        topics.close();
    }
}
