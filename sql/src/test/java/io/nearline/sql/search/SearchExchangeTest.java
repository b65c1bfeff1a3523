package io.nearline.sql.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SearchExchangeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGEST = "a".repeat(64);
    private static final GenericArrayData VECTOR = new GenericArrayData(new float[] {0.1f, -2});

    @Test
    void asksByVectorAndDigest() throws IOException {
        assertThat(request(HitVectors.NULL, SearchColumn.POST_ID, SearchColumn.VECTOR))
                .isEqualTo(
                        JSON.readTree(
                                "{\"vector\":[0.1,-2.0],\"k\":7,\"model\":\"m\",\"modelDigest\":\""
                                        + DIGEST
                                        + "\",\"include\":[]}"));
    }

    @Test
    void asksForWhatItsColumnsNeedAndNothingElse() throws IOException {
        assertThat(included(SearchColumn.VECTOR)).isEqualTo("[\"vector\"]");
        assertThat(included(SearchColumn.VECTOR, SearchColumn.TITLE))
                .isEqualTo("[\"vector\",\"text\"]");
    }

    @Test
    void readsEveryColumn() throws IOException {
        assertThat(value(SearchColumn.POST_ID)).hasToString("p-1");
        assertThat(value(SearchColumn.MODEL_NAME)).hasToString("m");
        assertThat(value(SearchColumn.MODEL_DIGEST)).hasToString(DIGEST);
        assertThat(value(SearchColumn.REVISION)).isEqualTo(1L << 40);
        assertThat(value(SearchColumn.VECTOR))
                .isEqualTo(new GenericArrayData(new float[] {0.6f, 0.8f}));
        assertThat(value(SearchColumn.LANGUAGE)).isNull();
        assertThat(value(SearchColumn.ATTRIBUTES))
                .isEqualTo(
                        new GenericMapData(
                                Map.of(
                                        StringData.fromString("topic"),
                                        StringData.fromString("sport"))));
        assertThat(value(SearchColumn.TOKEN_COUNT)).isEqualTo(5);
        assertThat(value(SearchColumn.EVENT_TIME)).hasToString("2026-11-29T08:09:55.885");
        assertThat(value(SearchColumn.EMBEDDED_AT)).isNull();
        assertThat(value(SearchColumn.AUTHOR)).hasToString("ann");
        assertThat(value(SearchColumn.TITLE)).isNull();
        assertThat(value(SearchColumn.BODY)).hasToString("words");
    }

    @Test
    void putsTheScoreBehindTheColumns() throws IOException {
        RowData row =
                exchange(HitVectors.FETCH, SearchColumn.REVISION, SearchColumn.POST_ID)
                        .rows(answer(""))
                        .iterator()
                        .next();

        assertThat(row.getArity()).isEqualTo(3);
        assertThat(row.getLong(0)).isEqualTo(1L << 40);
        assertThat(row.getString(1)).hasToString("p-1");
        assertThat(row.getDouble(2)).isEqualTo(0.5);
    }

    @Test
    void refusesAHitWithoutWhatEachHitHas() throws IOException {
        JsonNode answer = answer(",\"revision\":null");

        assertThatThrownBy(() -> exchange(HitVectors.FETCH, SearchColumn.REVISION).rows(answer))
                .hasMessageContaining("a hit without a readable 'revision'");
    }

    @Test
    void refusesWhatIsNoAnswerToASearch() throws IOException {
        JsonNode other = JSON.readTree("{\"status\":\"up\"}");

        assertThatThrownBy(() -> exchange(HitVectors.FETCH, SearchColumn.POST_ID).rows(other))
                .hasMessageContaining("its answer has no 'hits'");
    }

    /** A hit as the service writes it; what is given comes later, and so replaces. */
    private static JsonNode answer(String further) throws IOException {
        return JSON.readTree(
                """
                {"model":{"name":"m","digest":"%s","dimensions":2,"posts":1},"hits":[{"rank":1,
                 "score":0.5,"id":"p-1","revision":1099511627776,"language":null,
                 "attributes":{"topic":"sport"},"changedAt":"2026-11-29T08:09:55.885Z",
                 "embeddedAt":null,"tokens":5,"vector":[0.6,0.8],
                 "text":{"revision":2,"author":"ann","title":null,"body":"words"}%s}]}
                """
                        .formatted(DIGEST, further));
    }

    private static @Nullable Object value(SearchColumn column) throws IOException {
        JsonNode answer = answer("");
        return column.of(new Hit(answer.path("model"), answer.at("/hits/0")));
    }

    private static String included(SearchColumn... columns) throws IOException {
        return request(HitVectors.FETCH, columns).path("include").toString();
    }

    private static JsonNode request(HitVectors vectors, SearchColumn... columns)
            throws IOException {
        return JSON.readTree(exchange(vectors, columns).request(7, VECTOR));
    }

    private static SearchExchange exchange(HitVectors vectors, SearchColumn... columns) {
        return new SearchExchange(
                new SearchSettings(
                        URI.create("http://localhost:8080"),
                        "m",
                        DIGEST,
                        null,
                        Duration.ofSeconds(30),
                        vectors),
                List.of(columns));
    }
}
