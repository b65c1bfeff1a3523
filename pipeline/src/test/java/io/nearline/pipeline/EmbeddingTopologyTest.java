package io.nearline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.testkit.FakeEmbedder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class EmbeddingTopologyTest {

    private static StreamGraph graph() {
        JobConfig config =
                JobConfig.from(
                        Configuration.fromMap(
                                Map.of(
                                        "nearline.kafka.bootstrap-servers", "localhost:9092",
                                        "nearline.models.directory", "/models",
                                        "nearline.models.serve", "m")));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        FlinkEnvironment.over(new Configuration()));
        ServedModel model =
                new ServedModel(new ModelId("m", "digest"), () -> FakeEmbedder.named("m"));
        StreamingJob.build(environment, config, List.of(model));
        return environment.getStreamGraph();
    }

    /** The committed list: a change here is a change of every savepoint. */
    @Test
    void everyOperatorHasItsUidForEver() {
        assertThat(graph().getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .containsExactlyInAnyOrder(
                        "posts-source",
                        "index-control-source",
                        "decode-control",
                        "announce-models",
                        "stage-model",
                        "settle-rollout",
                        "encode-answer",
                        "index-control-sink",
                        "Sink Committer: index-control-sink",
                        "backfill-updates-source",
                        "decode-backfill",
                        "arrive-post",
                        "dead-letters-source",
                        "select-retry",
                        "await-retry",
                        "decode-retry",
                        "assemble-retry",
                        "arrive-retry",
                        "decode-post",
                        "assemble-text",
                        "admit-newest",
                        "embed-text",
                        "recall-vector",
                        "encode-update",
                        "index-updates-sink",
                        "dead-letters-sink",
                        "Sink Committer: index-updates-sink",
                        "Sink Committer: dead-letters-sink");
    }

    /** Every short wait is a thread that looks that often; all else takes Flink's 100 ms. */
    @Test
    void onlyPostsOnTheirWayWaitShortly() {
        Map<String, Long> waits = new TreeMap<>();
        for (StreamNode node : graph().getStreamNodes()) {
            if (node.getBufferTimeout()
                    < ExecutionOptions.BUFFER_TIMEOUT.defaultValue().toMillis()) {
                waits.put(node.getTransformationUID(), node.getBufferTimeout());
            }
        }

        assertThat(waits).containsOnly(Map.entry("arrive-post", 0L), Map.entry("embed-text", 5L));
    }
}
