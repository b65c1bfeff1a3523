package io.nearline.bench.peer;

import io.nearline.bench.job.RunTopics;
import io.nearline.bench.job.RunningJob;
import io.nearline.bench.job.TopicRun;
import io.nearline.bench.task.Setting;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.local.LocalJob;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink job that embeds posts as such jobs are often written: a source, an async function with a
 * pool of threads, a sink. No gates, no state, no dead letters.
 */
public final class NaiveJob {
    private static final int CAPACITY = 100;

    private final Setting setting;
    private int runs;

    /** Jobs of one setting. */
    public NaiveJob(Setting setting) {
        this.setting = setting;
    }

    /** A run of the job. */
    public TopicRun run() {
        RunTopics topics =
                RunTopics.create(setting.brokers(), setting.runName(++runs), setting.cores());
        return new TopicRun(
                topics, topics.of(TopicPlan.INDEX_UPDATES), new NaiveOutput(), () -> start(topics));
    }

    private RunningJob start(RunTopics topics) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                setting.work().resolve(topics.name()).toUri().toString());
        return RunningJob.of(
                LocalJob.start(
                        configuration, "naive", (environment, rest) -> wire(environment, topics)));
    }

    private void wire(StreamExecutionEnvironment environment, RunTopics topics) {
        var posts =
                environment.fromSource(
                        source(topics), WatermarkStrategy.noWatermarks(), "naive-posts");
        ModelBundle bundle = ModelBundle.open(setting.model());
        AsyncDataStream.unorderedWait(
                        posts,
                        new NaiveEmbed(bundle.directory().toString(), setting.cores()),
                        1,
                        TimeUnit.MINUTES,
                        CAPACITY)
                .sinkTo(sink(topics));
    }

    private static KafkaSource<NaivePost> source(RunTopics topics) {
        return KafkaSource.<NaivePost>builder()
                .setBootstrapServers(topics.brokers())
                .setTopics(topics.of(TopicPlan.POSTS))
                .setGroupId("naive-" + topics.name())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new NaiveReader())
                .build();
    }

    private static KafkaSink<NaiveVector> sink(RunTopics topics) {
        return KafkaSink.<NaiveVector>builder()
                .setBootstrapServers(topics.brokers())
                .setRecordSerializer(new NaiveWriter(topics.of(TopicPlan.INDEX_UPDATES)))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }
}
