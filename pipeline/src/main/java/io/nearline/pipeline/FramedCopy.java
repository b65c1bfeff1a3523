package io.nearline.pipeline;

import io.nearline.operators.framed.FrameUpdate;
import io.nearline.pipeline.config.FramedUpdates;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.pipeline.sink.RecordSink;
import io.nearline.pipeline.source.UpdatesSource;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The lane that copies index-updates into Confluent's framing.
 *
 * <pre>
 * index-updates -> frame-update -> framed-updates
 * </pre>
 *
 * It shares no stage with the rest of the job: what is published does not wait for a registry. Why
 * it reads the topic: docs/decisions/0048-posts-topics-in-the-teams-own-format.md.
 */
final class FramedCopy {

    private FramedCopy() {}

    static void add(
            StreamExecutionEnvironment environment, KafkaSettings kafka, FramedUpdates framed) {
        var updates =
                Steps.add(
                        OperatorIds.INDEX_UPDATES_SOURCE,
                        environment.fromSource(
                                UpdatesSource.of(kafka),
                                WatermarkStrategy.noWatermarks(),
                                OperatorIds.INDEX_UPDATES_SOURCE));
        var copied =
                Steps.add(
                        OperatorIds.FRAME_UPDATE,
                        updates.process(new FrameUpdate(framed.registry(), framed.topic())));
        Steps.add(
                OperatorIds.FRAMED_UPDATES_SINK,
                copied.sinkTo(RecordSink.framedUpdates(kafka, framed.topic())));
    }
}
