package io.nearline.sql.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nearline.sql.SqlSession;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code VECTOR_SEARCH} as users write it, through Flink's planner. */
@Timeout(120)
class VectorSearchTest {

    private static final String DIGEST = "a".repeat(64);
    private static final String COLUMNS = "revision BIGINT, vector ARRAY<FLOAT>, post_id STRING";
    private static final String SEARCH =
            "SELECT q.id, post_id, revision, score FROM queries AS q LEFT JOIN LATERAL TABLE("
                    + "VECTOR_SEARCH(TABLE posts, DESCRIPTOR(vector), q.asked, 2)) ON TRUE";

    private final SqlSession sql = new SqlSession(Map.of());
    private ScriptedService service;

    @BeforeEach
    void start() throws IOException {
        service = new ScriptedService();
        service.answers(
                "/v1/models",
                200,
                Map.of(),
                """
                {"active":"new","models":[{"name":"old","digest":"%s"},{"name":"new","digest":"%s"}]}
                """
                        .formatted("b".repeat(64), DIGEST));
        service.answers(
                "/v1/search",
                200,
                Map.of(),
                """
                {"model":{"name":"new","digest":"%s"},"hits":[
                 {"score":0.9,"id":"p-1","revision":3,"attributes":{},"vector":[1,0]},
                 {"score":0.4,"id":"p-2","revision":1,"attributes":{},"vector":[0,1]}]}
                """
                        .formatted(DIGEST));
        sql.run(
                "CREATE TEMPORARY VIEW queries AS SELECT id, CAST(asked AS ARRAY<FLOAT>) AS asked"
                        + " FROM (VALUES (1, ARRAY[0.25, 0.75]), (2, CAST(NULL AS ARRAY<FLOAT>)))"
                        + " AS t(id, asked)");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void joinsEachQueryWithItsHits() throws Exception {
        sql.run(table(COLUMNS, ""));

        List<Row> rows = sql.rows(SEARCH);

        assertThat(rows)
                .containsExactlyInAnyOrder(
                        Row.of(1, "p-1", 3L, 0.9),
                        Row.of(1, "p-2", 1L, 0.4),
                        Row.of(2, null, null, null));
        assertThat(service.asked())
                .filteredOn(asked -> asked.path().equals("/v1/search"))
                .singleElement()
                .satisfies(
                        asked -> {
                            assertThat(asked.json().path("vector")).hasToString("[0.25,0.75]");
                            assertThat(asked.json().path("k").asInt()).isEqualTo(2);
                            assertThat(asked.json().path("model").asText()).isEqualTo("new");
                            assertThat(asked.json().path("modelDigest").asText()).isEqualTo(DIGEST);
                        });
    }

    @Test
    void searchesByAConstantAndGivesTheVectorsOfHits() throws Exception {
        sql.run(table(COLUMNS, ""));

        assertThat(sql.rows(byConstant("CAST(ARRAY[3, 4] AS ARRAY<FLOAT>)")))
                .extracting(row -> SqlSession.vector(row)[0])
                .containsExactlyInAnyOrder(1f, 0f);
        assertThat(service.asked().get(service.asked().size() - 1).json().path("vector"))
                .hasToString("[3.0,4.0]");
    }

    /** From a text to posts in one statement, as the guide has it. */
    @Test
    void searchesByTheVectorsOfAModel(@TempDir Path directory) throws Exception {
        sql.run(
                table(COLUMNS, ""),
                "CREATE MODEL m INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>) WITH ('provider' ="
                        + " 'nearline', 'entry' = 'query', 'bundle' = '"
                        + TinyBundles.write(TinyModel.ENCODER, "tiny", directory)
                        + "')",
                "CREATE TEMPORARY VIEW questions AS SELECT * FROM (VALUES (1, 'the good cat'))"
                        + " AS t(id, text)",
                "CREATE TEMPORARY VIEW embedded AS SELECT * FROM ML_PREDICT(TABLE questions, MODEL"
                        + " m, DESCRIPTOR(text))");

        List<Row> rows =
                sql.rows(
                        "SELECT q.text, post_id, score FROM embedded AS q, LATERAL TABLE("
                                + "VECTOR_SEARCH(TABLE posts, DESCRIPTOR(vector), q.vector, 2))");

        assertThat(rows)
                .containsExactlyInAnyOrder(
                        Row.of("the good cat", "p-1", 0.9), Row.of("the good cat", "p-2", 0.4));
        assertThat(service.asked().get(service.asked().size() - 1).json().path("vector"))
                .hasSize(TinyModel.DIMENSIONS);
    }

    /** Flink 2.3 hands such numbers over as they are, and they would be read as others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ARRAY[3, 4, 0]",
                "ARRAY[3.25, 0.123456789012345]",
                "ARRAY[CAST(3 AS BIGINT), CAST(8589934592 AS BIGINT)]",
                "ARRAY[CAST(3 AS SMALLINT), CAST(4 AS SMALLINT)]"
            })
    void refusesNumbersThatAreNoFloats(String vector) {
        sql.run(table(COLUMNS, ""));

        assertThatThrownBy(() -> sql.rows(byConstant(vector)))
                .hasStackTraceContaining("write CAST(... AS ARRAY<FLOAT>)");
    }

    @Test
    void asksForNoModelWhereItsDigestIsSet() {
        sql.run(table(COLUMNS, ", 'digest' = '" + DIGEST + "'"));

        assertThat(sql.plan(SEARCH)).contains("VectorSearch");
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void failsTheJobWithTheProblemAndWithoutTheVector() throws Exception {
        service.close();
        service = new ScriptedService();
        service.answers(
                "/v1/search",
                422,
                Map.of(),
                "{\"title\":\"Wrong dimensions\",\"detail\":\"The model has 384.\"}");
        sql.run(table(COLUMNS, ", 'digest' = '" + DIGEST + "'"));

        Throwable failure = catchThrowable(() -> sql.rows(SEARCH));

        assertThat(failure)
                .hasStackTraceContaining("HTTP 422: Wrong dimensions: The model has 384.");
        assertThat(ExceptionUtils.stringifyException(failure)).doesNotContain("0.25");
    }

    @Test
    void refusesAModelThatTheServiceDoesNotHave() {
        sql.run(table(COLUMNS, ", 'model' = 'other'"));

        assertThatThrownBy(() -> sql.plan(SEARCH))
                .hasStackTraceContaining(
                        "searches no model 'other' now, and holds [old, new]; set the options");
    }

    @Test
    void refusesAServiceThatSearchesNoModel() throws Exception {
        service.close();
        service = new ScriptedService();
        service.answers("/v1/models", 200, Map.of(), "{\"active\":null,\"models\":[]}");
        sql.run(table(COLUMNS, ""));

        assertThatThrownBy(() -> sql.plan(SEARCH))
                .hasStackTraceContaining("searches no model now, and holds []; set the options");
    }

    @Test
    void refusesAServiceThatCannotBeAskedWhereTheDigestIsNotSet() {
        sql.run(table(COLUMNS, ", 'timeout' = '200 ms'"));
        service.close();

        assertThatThrownBy(() -> sql.plan(SEARCH))
                .hasStackTraceContaining("The option 'digest' is not set")
                .hasStackTraceContaining("ConnectException");
    }

    @Test
    void refusesAColumnThatNoHitHas() {
        sql.run(table(COLUMNS + ", likes INT", ""));

        assertThatThrownBy(() -> sql.plan(SEARCH))
                .hasStackTraceContaining(
                        "Column 'likes' is none of a search; use some of [post_id");
    }

    @Test
    void refusesAColumnOfAnotherType() {
        sql.run(table("vector ARRAY<FLOAT>, post_id STRING, revision INT", ""));

        assertThatThrownBy(() -> sql.plan(SEARCH))
                .hasStackTraceContaining(
                        "Column 'revision' of a search is declared as INT; declare it as BIGINT");
    }

    @Test
    void refusesADeclaredScore() {
        sql.run(table(COLUMNS + ", score DOUBLE", ""));

        assertThatThrownBy(() -> sql.plan(SEARCH))
                .hasStackTraceContaining("Column 'score' is added by VECTOR_SEARCH");
    }

    @Test
    void refusesAnOptionThatItDoesNotHave() {
        sql.run(table(COLUMNS, ", 'tokens' = 'x'"));

        assertThatThrownBy(() -> sql.plan(SEARCH))
                .hasStackTraceContaining("Unsupported options")
                .hasStackTraceContaining("token-file");
    }

    /** What a page says that SQL lacks; these fail when Flink has learned it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT post_id FROM posts; Cannot generate a valid execution plan",
                "SELECT q.id FROM queries AS q, LATERAL TABLE(VECTOR_SEARCH("
                        + "TABLE posts, q.asked, DESCRIPTOR(vector), 2)); DESCRIPTOR",
                "SELECT q.id FROM queries AS q, LATERAL TABLE(VECTOR_SEARCH("
                        + "(SELECT post_id, vector FROM posts), DESCRIPTOR(vector), q.asked, 2));"
                        + "calc"
            })
    void notBy(String query, String refusal) {
        sql.run(table(COLUMNS, ""));

        assertThatThrownBy(() -> sql.plan(query)).hasStackTraceContaining(refusal);
    }

    private static String byConstant(String vector) {
        return "SELECT post_id, vector FROM TABLE(VECTOR_SEARCH(TABLE posts, DESCRIPTOR(vector), "
                + vector
                + ", 2))";
    }

    private String table(String columns, String options) {
        return "CREATE TABLE posts (%s) WITH ('connector' = 'nearline-search', 'url' = '%s'%s)"
                .formatted(columns, service.url(), options);
    }
}
