package io.nearline.it.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.retrieval.serve.NodeSettings;
import io.nearline.retrieval.serve.QueryNode;
import io.nearline.retrieval.serve.ServerSettings;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.source.VectorSearchTableSource;
import org.apache.flink.table.connector.source.search.AsyncVectorSearchFunctionProvider;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.AsyncVectorSearchFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The function behind {@code VECTOR_SEARCH} asks a real query service. How statements become such
 * functions is tested where Flink's planner is.
 */
@Timeout(180)
class SqlSearchITCase {

    private static final String MODEL = "m";

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static QueryNode node;

    @BeforeAll
    static void serve() throws Exception {
        broker = LocalBroker.start(directory.resolve("broker"));
        Cluster cluster = Cluster.at(broker.bootstrapServers());
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : NodeSettings.TOPICS) {
                topics.create(plan, plan.defaultName(), 1, Optional.empty());
            }
        }
        try (ControlTopic control =
                ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName())) {
            control.publish(ControlRecords.serving(MODEL, ServingState.SERVING));
        }
        try (TopicWriter updates =
                new TopicWriter(cluster, TopicPlan.INDEX_UPDATES.defaultName())) {
            for (String id : List.of("p-1", "p-2", "p-3")) {
                IndexUpdate update = Updates.upsert(id, 7, MODEL);
                updates.write(Updates.key(update), Updates.value(update));
            }
        }
        node =
                QueryNode.start(
                        new NodeSettings(
                                cluster,
                                ConsumerOptions.defaults(),
                                TopicPlan.POSTS.defaultName(),
                                directory.resolve("index"),
                                Tier.FLOAT32,
                                List.of(),
                                1,
                                ServerSettings.defaults().at("127.0.0.1", 0)));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> node.state().model().map(model -> model.posts()).orElse(0L) == 3);
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
        broker.close();
    }

    @Test
    void findsThePostOfAVector() throws Exception {
        AsyncVectorSearchFunction search = function(Map.of());

        List<RowData> rows =
                new ArrayList<>(search.asyncVectorSearch(2, vector(Updates.vectorOf("p-2"))).get());

        assertThat(rows).hasSize(2);
        RowData best = rows.get(0);
        assertThat(best.getString(0)).hasToString("p-2");
        assertThat(best.getLong(1)).isEqualTo(7);
        assertThat(best.getArray(2).toFloatArray()).isEqualTo(Updates.vectorOf("p-2"));
        assertThat(best.getString(3)).hasToString(ControlRecords.digest(MODEL));
        assertThat(best.getTimestamp(4, 3)).hasToString("2026-01-01T00:00");
        assertThat(best.isNullAt(5)).isTrue();
        assertThat(best.getDouble(6)).isGreaterThan(0.99);
        assertThat(rows.get(1).getDouble(6)).isLessThan(best.getDouble(6));
    }

    @Test
    void saysWhatTheServiceRefuses() {
        AsyncVectorSearchFunction search = function(Map.of());
        AsyncVectorSearchFunction other = function(Map.of("digest", "a".repeat(64)));

        assertThatThrownBy(() -> search.asyncVectorSearch(2, vector(new float[] {1, 2})).join())
                .hasMessageContaining("refuses: HTTP 422");
        assertThatThrownBy(() -> search.asyncVectorSearch(2_001, vector(new float[] {1})).join())
                .hasMessageContaining("refuses: HTTP 400")
                .hasMessageContaining("(field k)");
        assertThatThrownBy(() -> other.asyncVectorSearch(2, vector(Updates.vectorOf("p-2"))).join())
                .hasMessageContaining("refuses: HTTP 409")
                .hasMessageContaining(ControlRecords.digest(MODEL));
    }

    private static RowData vector(float[] numbers) {
        return GenericRowData.of(new GenericArrayData(numbers));
    }

    /** By Flink's way to it: nobody else knows the module's classes. */
    private static AsyncVectorSearchFunction function(Map<String, String> further) {
        Map<String, String> options =
                new HashMap<>(
                        Map.of("connector", "nearline-search", "url", node.address().toString()));
        options.putAll(further);
        ResolvedSchema columns =
                ResolvedSchema.of(
                        Column.physical("post_id", DataTypes.STRING()),
                        Column.physical("revision", DataTypes.BIGINT()),
                        Column.physical("vector", DataTypes.ARRAY(DataTypes.FLOAT())),
                        Column.physical("model_digest", DataTypes.STRING()),
                        Column.physical("event_time", DataTypes.TIMESTAMP_LTZ(3)),
                        Column.physical("body", DataTypes.STRING()));
        VectorSearchTableSource source =
                (VectorSearchTableSource)
                        FactoryUtil.createDynamicTableSource(
                                null,
                                ObjectIdentifier.of("c", "d", "posts"),
                                new ResolvedCatalogTable(
                                        CatalogTable.newBuilder()
                                                .schema(
                                                        Schema.newBuilder()
                                                                .fromResolvedSchema(columns)
                                                                .build())
                                                .options(options)
                                                .build(),
                                        columns),
                                Map.of(),
                                new Configuration(),
                                SqlSearchITCase.class.getClassLoader(),
                                false);
        AsyncVectorSearchFunction function =
                ((AsyncVectorSearchFunctionProvider) source.getSearchRuntimeProvider(null))
                        .createAsyncVectorSearchFunction();
        try {
            function.open(null);
        } catch (Exception e) {
            throw new IllegalStateException("the function does not open", e);
        }
        return function;
    }
}
