package io.nearline.operators.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operators.json.InvalidJsonException;
import io.nearline.operators.json.StrictJson;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record that is one JSON object. */
public final class JsonRecord {

    private JsonRecord() {}

    /**
     * Reads one record.
     *
     * @throws InvalidJsonException if the bytes are not one JSON object
     */
    public static Fields parse(byte[] bytes) throws InvalidJsonException {
        return fields(StrictJson.object(bytes));
    }

    private static Fields fields(ObjectNode object) {
        Map<String, SourceValue> values = new LinkedHashMap<>();
        object.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        return new Fields(values);
    }

    private static SourceValue value(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return fields(object);
        } else if (node.isArray()) {
            List<SourceValue> values = new ArrayList<>(node.size());
            node.forEach(element -> values.add(value(element)));
            return new Items(values);
        } else if (node.isTextual()) {
            return new Text(node.textValue());
        } else if (node.isIntegralNumber()) {
            return new Whole(node.bigIntegerValue());
        } else if (node.isNumber()) {
            return new Fraction(node.doubleValue());
        } else if (node.isBoolean()) {
            return new Flag(node.booleanValue());
        }
        return Nothing.NOTHING;
    }
}
