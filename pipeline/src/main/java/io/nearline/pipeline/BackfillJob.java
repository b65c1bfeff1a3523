package io.nearline.pipeline;

import io.nearline.operators.embed.ServedModel;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillInput.FileSet;
import io.nearline.pipeline.config.BackfillInput.TopicRange;
import io.nearline.pipeline.sink.RecordSink;
import io.nearline.pipeline.sink.TransactionLimit;
import io.nearline.pipeline.source.PastSource;
import io.nearline.pipeline.source.files.FileReading;
import io.nearline.pipeline.source.files.PostFiles;
import io.nearline.pipeline.source.passes.PastReader;
import io.nearline.pipeline.source.passes.TwoPasses;
import java.net.URI;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The backfill: posts of the past in, vectors of one model out, for the live job to merge. Ends
 * when every post of its range is accounted for.
 *
 * <p>Options come from Flink's configuration; {@code -Dkey=value} arguments go over it.
 */
public final class BackfillJob {

    /** Name of the job in Flink's UI and metrics, before the backfill's id. */
    public static final String NAME = "nearline-backfill";

    private BackfillJob() {}

    /** Submits the job to the cluster that runs this. */
    public static void main(String[] args) throws Exception {
        JobMain.submit(
                args,
                (cluster, options) -> {
                    BackfillConfig config = BackfillConfig.from(options);
                    build(cluster, config);
                    return nameOf(config.id());
                });
    }

    /**
     * How a cluster lists the jobs of one backfill.
     *
     * @param backfill identity of the backfill
     */
    public static String nameOf(String backfill) {
        return NAME + '-' + backfill;
    }

    /**
     * Wires the job into an environment made with {@link FlinkEnvironment#over}.
     *
     * @throws io.nearline.embedding.ModelRejectedException if the bundle is missing or altered
     */
    public static void build(StreamExecutionEnvironment environment, BackfillConfig config) {
        TransactionLimit.require(config.kafka());
        build(environment, config, FetchedEmbedder.of(config.model()), past(config));
    }

    /** Wires the job with the given model and the given past instead of the configured ones. */
    public static void build(
            StreamExecutionEnvironment environment,
            BackfillConfig config,
            ServedModel model,
            PastReader past) {
        TwoPasses passes = new TwoPasses(past, config);
        var records =
                Steps.add(
                        OperatorIds.PAST_SOURCE,
                        environment.fromSource(
                                passes.source(),
                                WatermarkStrategy.noWatermarks(),
                                OperatorIds.PAST_SOURCE,
                                TypeInformation.of(RawRecord.class)));
        var streams = new BackfillTopology(model, config, passes.gauge()).build(records);
        Steps.add(
                OperatorIds.BACKFILL_UPDATES_SINK,
                streams.updates().sinkTo(RecordSink.backfillUpdates(config.kafka())));
        Steps.add(
                OperatorIds.DEAD_LETTERS_SINK,
                streams.deadLetters().sinkTo(RecordSink.deadLetters(config.kafka())));
        Steps.add(
                OperatorIds.INDEX_CONTROL_SINK,
                streams.reports()
                        .sinkTo(RecordSink.backfillReports(config.kafka()))
                        .setParallelism(1));
    }

    /** The past that the configuration names. */
    public static PastReader past(BackfillConfig config) {
        if (config.input() instanceof TopicRange range) {
            return pass -> PastSource.of(config.kafka(), range, pass);
        }
        FileSet files = (FileSet) config.input();
        List<URI> places = files.uris().stream().map(URI::create).toList();
        FileReading reading = PostFiles.reading(files, config.asOf());
        return pass -> PostFiles.source(places, reading, pass);
    }
}
