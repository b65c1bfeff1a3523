package io.nearline.bench.team;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.schemas.PostEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Articles as JSON. */
public final class TeamJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MICROS = 1_000;
    private static final long NANOS = 1_000_000;

    private TeamJson() {}

    /** An article by itself. */
    public static byte[] article(PostEvent event) {
        return bytes(TeamArticle.of(event));
    }

    /** One in the envelope of Debezium's connector for PostgreSQL, without its schema. */
    static byte[] enveloped(PostEvent event) {
        long at = event.getEventTime().toEpochMilli();
        return bytes(
                TeamArticle.object(
                        "before",
                        null,
                        "after",
                        TeamArticle.of(event),
                        "source",
                        TeamArticle.object(
                                "version", "3.3.1.Final",
                                "connector", "postgresql",
                                "name", "team",
                                "ts_ms", at,
                                "snapshot", "false",
                                "db", "team",
                                "sequence", "[\"24023128\",\"24023128\"]",
                                "ts_us", at * MICROS,
                                "ts_ns", at * NANOS,
                                "schema", "public",
                                "table", "articles",
                                "txId", 555L,
                                "lsn", event.getRevision(),
                                "xmin", null),
                        "transaction",
                        null,
                        "op",
                        "c",
                        "ts_ms",
                        at,
                        "ts_us",
                        at * MICROS,
                        "ts_ns",
                        at * NANOS));
    }

    private static byte[] bytes(Map<String, @Nullable Object> record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and texts are JSON", e);
        }
    }
}
