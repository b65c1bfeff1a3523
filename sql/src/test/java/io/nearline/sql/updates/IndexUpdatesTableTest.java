package io.nearline.sql.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.sql.SqlSession;
import io.nearline.sql.Topics;
import io.nearline.testkit.Updates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The topic as a table, through Flink's planner, its Kafka connector and a real broker. */
@Timeout(120)
class IndexUpdatesTableTest {

    private static final String MODEL = "m";
    private static final String ENDS = "'scan.bounded.mode' = 'latest-offset'";

    @TempDir static Path directory;
    private static Topics topics;

    private final SqlSession sql = new SqlSession(Map.of());

    /**
     * p1: set, and set again. p2: set and deleted. p3: purged, which leaves a tombstone alone. p4:
     * a restart of the job repeats an earlier revision.
     */
    @BeforeAll
    static void publish() throws Exception {
        topics = Topics.in(directory.resolve("broker"));
        topics.create("index-updates", 2);
        for (IndexUpdate update :
                List.of(
                        Updates.upsert("p1", 1, MODEL),
                        Updates.upsert("p1", 2, MODEL, new float[] {0, 1}),
                        Updates.upsert("p2", 1, MODEL),
                        Updates.delete("p2", 2, MODEL),
                        Updates.upsert("p3", 1, MODEL),
                        Updates.upsert("p4", 5, MODEL),
                        Updates.upsert("p4", 6, MODEL),
                        Updates.upsert("p4", 5, MODEL))) {
            topics.send("index-updates", Updates.key(update), Updates.value(update));
        }
        topics.send("index-updates", new IndexKey("p3", MODEL).toBytes(), null);
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    @Test
    void holdsTheLastUpdateOfEachPostAndModelAndNoDeletedOne() throws Exception {
        sql.run(
                table(
                        "post_id STRING, model_name STRING, revision BIGINT, vector ARRAY<FLOAT>,"
                                + " PRIMARY KEY (post_id, model_name) NOT ENFORCED",
                        "kafka",
                        "'format' = 'nearline-index-updates'"));

        List<Row> rows = sql.rows("SELECT post_id, revision, vector FROM updates");

        assertThat(state(rows)).containsExactlyInAnyOrder("p1:2", "p3:1", "p4:5");
        assertThat(rows)
                .filteredOn(row -> row.getKind() == RowKind.DELETE)
                .extracting(row -> row.getField("post_id"))
                .containsExactly("p2");
        assertThat(rows)
                .filteredOn(row -> "p1".equals(row.getField(0)) && row.getField(1).equals(2L))
                .allSatisfy(
                        row -> assertThat(row.getField("vector")).isEqualTo(new Float[] {0f, 1f}))
                .isNotEmpty();
    }

    @Test
    void keepsTheNewestRevisionByTheDeduplicatingQuery() throws Exception {
        sql.run(
                table(
                        "post_id STRING, model_name STRING, revision BIGINT, kind STRING",
                        "kafka",
                        "'format' = 'nearline-index-updates',"
                                + " 'nearline-index-updates.changelog-mode' = 'append'"));

        List<Row> rows =
                sql.rows(
                        """
                        SELECT post_id, revision FROM (
                          SELECT *, ROW_NUMBER() OVER (
                            PARTITION BY post_id, model_name ORDER BY revision DESC) AS place
                          FROM updates)
                        WHERE place = 1 AND kind = 'UPSERT'\
                        """);

        assertThat(state(rows)).containsExactlyInAnyOrder("p1:2", "p3:1", "p4:6");
    }

    @Test
    void seesTombstonesThroughUpsertKafka() throws Exception {
        sql.run(
                table(
                        "update_key STRING, post_id STRING, model_name STRING, revision BIGINT,"
                                + " kind STRING, PRIMARY KEY (update_key) NOT ENFORCED",
                        "upsert-kafka",
                        "'key.format' = 'raw', 'value.format' = 'nearline-index-updates',"
                                + " 'value.fields-include' = 'EXCEPT_KEY',"
                                + " 'value.nearline-index-updates.changelog-mode' = 'append'"));

        List<Row> rows = sql.rows("SELECT post_id, revision FROM updates WHERE kind = 'UPSERT'");

        assertThat(state(rows)).containsExactlyInAnyOrder("p1:2", "p4:5");
    }

    @Test
    void readsEveryColumn() throws Exception {
        sql.run(
                table(
                        """
                        post_id STRING, model_name STRING, model_digest STRING, revision BIGINT, kind STRING,
                        dimensions INT, vector ARRAY<FLOAT>, outputs MAP<STRING, ARRAY<FLOAT>>,
                        content_hash BYTES, `language` STRING, attributes MAP<STRING, STRING>,
                        token_count INT, truncated BOOLEAN, event_time TIMESTAMP_LTZ(3),
                        embedded_at TIMESTAMP_LTZ(3), origin STRING, backfill_id STRING,
                        as_of TIMESTAMP_LTZ(3), PRIMARY KEY (post_id, model_name) NOT ENFORCED\
                        """,
                        "kafka",
                        "'format' = 'nearline-index-updates'"));

        List<Row> rows = sql.rows("SELECT * FROM updates WHERE post_id = 'p3'");

        assertThat(rows).hasSize(1);
        Row row = rows.get(0);
        assertThat(row.getField("kind")).isEqualTo("UPSERT");
        assertThat(row.getField("dimensions")).isEqualTo(Updates.DIMENSIONS);
        assertThat(row.getField("content_hash")).isEqualTo("p3".getBytes(StandardCharsets.UTF_8));
        assertThat(row.getField("event_time")).hasToString("2026-01-01T00:00:00Z");
        assertThat(row.getField("origin")).isEqualTo("LIVE");
        assertThat(row.getField("as_of")).isNull();
    }

    @Test
    void refusesAKeyUnderWhichModelsWouldReplaceEachOther() {
        sql.run(
                table(
                        "post_id STRING, vector ARRAY<FLOAT>, PRIMARY KEY (post_id) NOT ENFORCED",
                        "kafka",
                        "'format' = 'nearline-index-updates'"));

        assertThatThrownBy(() -> sql.plan("SELECT * FROM updates"))
                .hasStackTraceContaining(
                        "the primary key is [post_id]; declare PRIMARY KEY (post_id, model_name)"
                                + " NOT ENFORCED");
    }

    private static String table(String columns, String connector, String format) {
        return "CREATE TABLE updates ("
                + columns
                + ") WITH ('connector' = '"
                + connector
                + "', 'topic' = 'index-updates', 'properties.bootstrap.servers' = '"
                + topics.address()
                + "', "
                + ("kafka".equals(connector) ? "'scan.startup.mode' = 'earliest-offset', " : "")
                + ENDS
                + ", "
                + format
                + ")";
    }

    /** What a changelog comes to: each row that was put and not taken back. */
    private static List<String> state(List<Row> changes) {
        List<String> state = new ArrayList<>();
        for (Row row : changes) {
            String said = row.getField("post_id") + ":" + row.getField("revision");
            if (row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER) {
                state.add(said);
            } else {
                state.remove(said);
            }
        }
        return state;
    }
}
