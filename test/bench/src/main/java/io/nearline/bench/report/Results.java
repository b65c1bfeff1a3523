package io.nearline.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.bench.measure.Spread;
import io.nearline.bench.task.Json;

/**
 * Everything a run has found, as the JSON that is written: the table and the page are made of it.
 */
public final class Results {
    private final ObjectNode json = Json.MAPPER.createObjectNode();

    /** A result as it is. */
    public void put(Object value, String... path) {
        JsonNode node = Json.MAPPER.valueToTree(value);
        parent(path).set(path[path.length - 1], rounded(node));
    }

    /** A figure over several rounds. */
    public void put(Spread spread, String... path) {
        put((Object) spread, path);
    }

    /** All of it. */
    public ObjectNode json() {
        return json;
    }

    private ObjectNode parent(String... path) {
        ObjectNode node = json;
        for (int i = 0; i < path.length - 1; i++) {
            node = node.withObject("/" + path[i]);
        }
        return node;
    }

    /** Four significant digits are more than a noisy machine gives. */
    private static JsonNode rounded(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            return Json.MAPPER.getNodeFactory().numberNode(rounded(node.asDouble()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(rounded(field.getValue())));
        } else if (node.isArray()) {
            var array = Json.MAPPER.createArrayNode();
            node.forEach(element -> array.add(rounded(element)));
            return array;
        }
        return node;
    }

    static double rounded(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return 0;
        }
        double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
        return Math.abs(value) >= 10_000 ? Math.round(value) : Math.round(value * scale) / scale;
    }
}
