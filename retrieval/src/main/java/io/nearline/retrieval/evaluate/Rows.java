package io.nearline.retrieval.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a set. A file whose first line begins with a brace has one JSON object a line;
 * any other has cells with tabs between them, without quoting, and the names of its columns in the
 * first line.
 */
final class Rows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Rows() {}

    /** All rows; those of a file with tabs are named by its first line. */
    static List<Row> read(Path file) throws IOException {
        return read(file, null);
    }

    /**
     * All rows; those of a file with tabs have these columns in this order. A first line that does
     * not begin with a number is a header and is passed over.
     */
    static List<Row> read(Path file, @Nullable List<String> columns) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> names = columns;
        try (SetLines lines = SetLines.of(file)) {
            boolean first = true;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.startsWith("{")) {
                    rows.add(new Row(file, lines.number(), fields(file, lines.number(), line)));
                } else if (first && (columns == null || !beginsWithNumber(line))) {
                    names = columns == null ? cells(line) : columns;
                } else {
                    rows.add(
                            new Row(
                                    file,
                                    lines.number(),
                                    named(file, lines.number(), names, cells(line))));
                }
                first = false;
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split("\t", -1));
    }

    private static Map<String, String> named(
            Path file, int line, @Nullable List<String> names, List<String> cells) {
        if (names == null) {
            throw new InvalidSetException(file, line, "is no JSON object as the first one is");
        }
        if (cells.size() < names.size()) {
            throw new InvalidSetException(
                    file,
                    line,
                    "has %d columns; needed are %d with tabs between them: %s"
                            .formatted(cells.size(), names.size(), String.join(", ", names)));
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), cells.get(i));
        }
        return named;
    }

    private static Map<String, String> fields(Path file, int line, String json) {
        JsonNode object;
        try {
            object = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // Not as the cause: it quotes the line.
            throw new InvalidSetException(
                    file,
                    line,
                    "is no JSON object from column %d on".formatted(e.getLocation().getColumnNr()));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        }
        return fields;
    }

    private static boolean beginsWithNumber(String line) {
        return line.split("\t", 2)[0].strip().matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
    }
}
