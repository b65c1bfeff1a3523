package io.nearline.sql.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/** A hit of an answer, read into Flink's own data structures. Its fields are the service's. */
final class Hit {

    private final JsonNode model;
    private final JsonNode fields;

    Hit(JsonNode model, JsonNode fields) {
        this.model = model;
        this.fields = fields;
    }

    StringData id() {
        return text(fields, "id");
    }

    StringData ofModel(String field) {
        return text(model, field);
    }

    long whole(String field) {
        return number(field).longValue();
    }

    double score() {
        return number("score").doubleValue();
    }

    @Nullable StringData textOrNull(String field) {
        return StringData.fromString(fields.path(field).textValue());
    }

    /** A part of the post's text; null if it has none, or its text has not come yet. */
    @Nullable StringData ofPost(String field) {
        return StringData.fromString(fields.path("text").path(field).textValue());
    }

    @Nullable TimestampData timeOrNull(String field) {
        String time = fields.path(field).textValue();
        try {
            return time == null ? null : TimestampData.fromInstant(Instant.parse(time));
        } catch (DateTimeException unreadable) {
            throw missing(field);
        }
    }

    TimestampData time(String field) {
        TimestampData time = timeOrNull(field);
        if (time == null) {
            throw missing(field);
        }
        return time;
    }

    GenericMapData attributes() {
        Map<StringData, StringData> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> attribute : fields.path("attributes").properties()) {
            attributes.put(
                    StringData.fromString(attribute.getKey()),
                    StringData.fromString(attribute.getValue().asText()));
        }
        return new GenericMapData(attributes);
    }

    /** Null if it was not asked for. */
    @Nullable GenericArrayData vector() {
        JsonNode numbers = fields.path("vector");
        if (!numbers.isArray()) {
            return null;
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i).floatValue();
        }
        return new GenericArrayData(vector);
    }

    private JsonNode number(String field) {
        JsonNode number = fields.path(field);
        if (!number.isNumber()) {
            throw missing(field);
        }
        return number;
    }

    private static StringData text(JsonNode object, String field) {
        String text = object.path(field).textValue();
        if (text == null) {
            throw missing(field);
        }
        return StringData.fromString(text);
    }

    private static SearchFailedException missing(String field) {
        return new SearchFailedException(
                "The answer has a hit without a readable '%s': what the option '%s' names is no query service, or a newer one."
                        .formatted(field, SearchOptions.URL.key()));
    }
}
