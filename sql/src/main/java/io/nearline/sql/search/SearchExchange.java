package io.nearline.sql.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * Writes requests and reads answers.
 *
 * @param settings with a digest
 * @param columns of a row, in their order; the score comes behind them
 */
record SearchExchange(SearchSettings settings, List<SearchColumn> columns) implements Serializable {

    private static final ObjectMapper JSON = new ObjectMapper();

    SearchExchange {
        columns = List.copyOf(columns);
    }

    /**
     * A search for the nearest posts, in JSON. Only what the columns need is asked for.
     *
     * @param most posts wanted
     * @throws SearchFailedException if nothing can be searched by the vector
     */
    byte[] request(int most, ArrayData vector) {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode numbers = request.putArray("vector");
        for (float number : QueryVector.read(vector)) {
            numbers.add(number);
        }
        request.put("k", most);
        if (settings.model() != null) {
            request.put("model", settings.model());
        }
        request.put("modelDigest", settings.digest());
        ArrayNode include = request.putArray("include");
        if (settings.vectors() == HitVectors.FETCH && columns.contains(SearchColumn.VECTOR)) {
            include.add("vector");
        }
        if (columns.stream().anyMatch(SearchColumn::isOfText)) {
            include.add("text");
        }
        try {
            return JSON.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON of numbers and names cannot be written", e);
        }
    }

    /**
     * Rows of an answer, best first.
     *
     * @throws SearchFailedException if it is no answer to a search
     */
    Collection<RowData> rows(JsonNode answer) {
        List<RowData> rows = new ArrayList<>();
        JsonNode hits = answer.path("hits");
        if (!hits.isArray()) {
            throw new SearchFailedException(
                    "What answers at %s is no query service: its answer has no 'hits'; set the option '%s' to one."
                            .formatted(settings.uri(), SearchOptions.URL.key()));
        }
        for (JsonNode fields : hits) {
            rows.add(row(new Hit(answer.path("model"), fields)));
        }
        return rows;
    }

    private RowData row(Hit hit) {
        GenericRowData row = new GenericRowData(columns.size() + 1);
        for (int i = 0; i < columns.size(); i++) {
            row.setField(i, columns.get(i).of(hit));
        }
        row.setField(columns.size(), hit.score());
        return row;
    }
}
