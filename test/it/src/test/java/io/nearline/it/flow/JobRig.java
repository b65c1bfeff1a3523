package io.nearline.it.flow;

import io.nearline.embedding.ModelId;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.ProjectFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Everything a test of the whole flow needs: topics on a real broker, and the live job between
 * them, as often as the test starts it. A job that fails stays failed unless the test sets another
 * restart strategy.
 */
final class JobRig implements AutoCloseable {

    private static final int PARALLELISM = 2;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

    private final Path directory;
    private final LocalTopics topics;
    private final Configuration settings = new Configuration();

    private JobRig(Path directory) {
        this.directory = directory;
        this.topics = LocalTopics.in(directory.resolve("broker"));
        set(KafkaOptions.BOOTSTRAP_SERVERS, topics.bootstrapServers());
        set(ModelOptions.DIRECTORY, ProjectFiles.int8Bundle().getParent().toString());
        set(ModelOptions.SERVED, List.of(ProjectFiles.int8Bundle().getFileName().toString()));
        set(CoreOptions.DEFAULT_PARALLELISM, PARALLELISM);
        set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri("checkpoints"));
        set(CheckpointingOptions.SAVEPOINT_DIRECTORY, uri("savepoints"));
    }

    /** Starts a broker; all files go below the directory. */
    static JobRig in(Path directory) {
        return new JobRig(directory);
    }

    /** A fake model that no other test knows. */
    static FakeEmbedder newFake() {
        return FakeEmbedder.named("fake-" + UUID.randomUUID());
    }

    /** A fake as a model that the job serves. */
    static ServedModel served(FakeEmbedder fake) {
        ModelId id = fake.model();
        return new ServedModel(id, () -> FakeEmbedder.named(id.name()));
    }

    /** Sets an option of the job, or of Flink, for the jobs that are started from now on. */
    <T> JobRig set(ConfigOption<T> option, T value) {
        settings.set(option, value);
        return this;
    }

    LocalTopics topics() {
        return topics;
    }

    /** Starts the job with the bundles that the settings name; the int8 one unless set. */
    RunningJob startWithBundles() throws Exception {
        Configuration all = FlinkEnvironment.over(settings);
        StreamExecutionEnvironment environment = environment(all);
        StreamingJob.build(environment, JobConfig.from(all));
        return RunningJob.submit(environment, all);
    }

    /** Starts the job with the given models. */
    RunningJob start(FakeEmbedder... fakes) throws Exception {
        return start(Arrays.stream(fakes).map(JobRig::served).toList());
    }

    /** Starts the job with the given models. */
    RunningJob start(List<ServedModel> models) throws Exception {
        Configuration all = FlinkEnvironment.over(settings);
        StreamExecutionEnvironment environment = environment(all);
        StreamingJob.build(environment, JobConfig.from(all), models);
        return RunningJob.submit(environment, all);
    }

    /** Starts the job with the given models from a savepoint. */
    RunningJob resume(String savepoint, FakeEmbedder... fakes) throws Exception {
        set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return start(fakes);
    }

    private static StreamExecutionEnvironment environment(Configuration all) {
        return StreamExecutionEnvironment.getExecutionEnvironment(all);
    }

    private String uri(String name) {
        return directory.resolve(name).toUri().toString();
    }

    @Override
    public void close() {
        topics.close();
    }
}
