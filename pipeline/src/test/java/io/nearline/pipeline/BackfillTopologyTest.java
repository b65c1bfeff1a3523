package io.nearline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.testkit.FakeEmbedder;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class BackfillTopologyTest {

    private static StreamGraph graph() {
        BackfillConfig config =
                BackfillConfig.from(
                        Configuration.fromMap(
                                Map.of(
                                        "nearline.kafka.bootstrap-servers", "localhost:9092",
                                        "nearline.backfill.id", "b",
                                        "nearline.backfill.bundle", "/models/m",
                                        "nearline.backfill.offsets", "0:0-10",
                                        "nearline.backfill.as-of", "2026-03-01T00:00:00Z")));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        FlinkEnvironment.over(new Configuration()));
        ServedModel model =
                new ServedModel(new ModelId("m", "digest"), () -> FakeEmbedder.named("m"));
        BackfillJob.build(environment, config, model, BackfillJob.past(config));
        return environment.getStreamGraph();
    }

    /** The committed list: a change here is a change of every savepoint. */
    @Test
    void everyOperatorHasItsUidForEver() {
        assertThat(graph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .containsExactlyInAnyOrder(
                        "past-source",
                        "read-past",
                        "decode-post",
                        "select-post",
                        "keep-newest",
                        "assemble-text",
                        "request-embedding",
                        "embed-text",
                        "settle-outcome",
                        "encode-update",
                        "count-updates",
                        "count-dead-letters",
                        "count-unreadable",
                        "report-backfill",
                        "backfill-updates-sink",
                        "dead-letters-sink",
                        "index-control-sink",
                        "Sink Committer: backfill-updates-sink",
                        "Sink Committer: dead-letters-sink",
                        "Sink Committer: index-control-sink");
    }

    @Test
    void oneSubtaskAddsUpForTheWholeJob() {
        assertThat(graph().getStreamNodes())
                .filteredOn(node -> node.getTransformationUID().equals("report-backfill"))
                .singleElement()
                .extracting(StreamNode::getParallelism)
                .isEqualTo(1);
    }
}
