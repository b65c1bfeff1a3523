package io.nearline.pipeline;

import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.embed.ServedModel;
import io.nearline.operators.model.LiveWait;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.rollout.StandingsOnTopic;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.sink.RecordSink;
import io.nearline.pipeline.sink.TransactionLimit;
import io.nearline.pipeline.source.ControlPast;
import io.nearline.pipeline.source.ControlSource;
import io.nearline.pipeline.source.KafkaPostsInReach;
import io.nearline.pipeline.source.MergeSource;
import io.nearline.pipeline.source.PostSource;
import io.nearline.pipeline.source.RetrySource;
import io.nearline.pipeline.source.pace.MergePace;
import io.nearline.pipeline.source.pace.PacedSource;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The live job: posts and backfilled vectors in, versioned vectors out.
 *
 * <p>Options come from Flink's configuration; {@code -Dkey=value} arguments go over it.
 */
public final class StreamingJob {

    /** Name of the job in Flink's UI and metrics. */
    public static final String NAME = "nearline-streaming";

    private StreamingJob() {}

    /** Submits the job to the cluster that runs this. */
    public static void main(String[] args) throws Exception {
        JobMain.submit(
                args,
                (cluster, options) -> {
                    build(cluster, JobConfig.from(options));
                    return NAME;
                });
    }

    /**
     * Wires the job into an environment made with {@link FlinkEnvironment#over}.
     *
     * @throws io.nearline.embedding.ModelRejectedException if a bundle is missing or altered
     * @throws io.nearline.pipeline.config.InvalidConfigurationException if the brokers do not allow
     *     its transactions
     */
    public static void build(StreamExecutionEnvironment environment, JobConfig config) {
        TransactionLimit.require(config.kafka());
        build(environment, config, BundleEmbedders.of(config.models()));
    }

    /** Wires the job with the given models instead of those that the configuration names. */
    public static void build(
            StreamExecutionEnvironment environment, JobConfig config, List<ServedModel> models) {
        build(environment, config, models, new JobModels(models, config.models()));
    }

    /** Wires the job with the given models, and a way to open any that joins them. */
    public static void build(
            StreamExecutionEnvironment environment,
            JobConfig config,
            List<ServedModel> models,
            ModelOpener opener) {
        LiveWait liveWait = new LiveWait(config.merge().liveWait());
        var posts = Steps.add(OperatorIds.POSTS_SOURCE, posts(environment, config));
        var backfilled =
                Steps.add(
                        OperatorIds.BACKFILL_UPDATES_SOURCE,
                        backfilled(environment, config, liveWait));
        var letters = Steps.add(OperatorIds.DEAD_LETTERS_SOURCE, deadLetters(environment, config));
        var control = Steps.add(OperatorIds.INDEX_CONTROL_SOURCE, control(environment, config));
        List<ModelRef> configured = EmbeddingTopology.configured(models);
        ControlPast decided = ControlPast.of(config.kafka());
        var rollout =
                new RolloutTopology(configured, decided, opener, config.models().stageTimeout());
        var announced = rollout.announce(control);
        var streams =
                new EmbeddingTopology(
                                models,
                                opener,
                                config.flow(),
                                config.kafka().postsTopic(),
                                liveWait,
                                new StandingsOnTopic(decided, configured),
                                new KafkaPostsInReach(config.kafka()))
                        .build(posts, backfilled, letters, announced);
        Steps.add(
                OperatorIds.INDEX_UPDATES_SINK,
                streams.updates().sinkTo(RecordSink.indexUpdates(config.kafka())));
        Steps.add(
                OperatorIds.DEAD_LETTERS_SINK,
                streams.deadLetters().sinkTo(RecordSink.deadLetters(config.kafka())));
        Steps.add(
                OperatorIds.INDEX_CONTROL_SINK,
                rollout.settle(announced, streams.readiness())
                        .sinkTo(RecordSink.indexControl(config.kafka()))
                        .setParallelism(1));
        if (config.framed() != null) {
            FramedCopy.add(environment, config.kafka(), config.framed());
        }
    }

    private static DataStreamSource<RawRecord> posts(
            StreamExecutionEnvironment environment, JobConfig config) {
        return environment.fromSource(
                PostSource.of(config.kafka()),
                WatermarkStrategy.noWatermarks(),
                OperatorIds.POSTS_SOURCE);
    }

    private static DataStreamSource<RawRecord> backfilled(
            StreamExecutionEnvironment environment, JobConfig config, LiveWait liveWait) {
        MergePace pace = new MergePace(config.merge().perSecond(), liveWait);
        return environment.fromSource(
                new PacedSource<>(
                        MergeSource.of(config.kafka()), TypeInformation.of(RawRecord.class), pace),
                WatermarkStrategy.noWatermarks(),
                OperatorIds.BACKFILL_UPDATES_SOURCE);
    }

    private static DataStreamSource<RawRecord> deadLetters(
            StreamExecutionEnvironment environment, JobConfig config) {
        return environment.fromSource(
                RetrySource.of(config.kafka()),
                WatermarkStrategy.noWatermarks(),
                OperatorIds.DEAD_LETTERS_SOURCE);
    }

    private static SingleOutputStreamOperator<RawRecord> control(
            StreamExecutionEnvironment environment, JobConfig config) {
        return environment
                .fromSource(
                        ControlSource.of(config.kafka()),
                        WatermarkStrategy.noWatermarks(),
                        OperatorIds.INDEX_CONTROL_SOURCE)
                .setParallelism(1);
    }
}
