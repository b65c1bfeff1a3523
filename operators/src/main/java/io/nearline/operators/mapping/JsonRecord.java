package io.nearline.operators.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operators.json.InvalidJsonException;
import io.nearline.operators.json.StrictJson;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record that is one JSON object, or is shown as one. */
public final class JsonRecord {

    private static final ObjectWriter WRITER =
            JsonMapper.builder()
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build()
                    .writer();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonRecord() {}

    /**
     * Reads one record.
     *
     * @throws InvalidJsonException if the bytes are not one JSON object
     */
    public static Fields parse(byte[] bytes) throws InvalidJsonException {
        return fields(StrictJson.object(bytes));
    }

    /** A record of any format as one JSON object in UTF-8. Bytes that are no text become null. */
    public static byte[] bytes(Fields record) {
        try {
            return WRITER.writeValueAsBytes(object(record));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree in memory cannot fail to be written", e);
        }
    }

    private static ObjectNode object(Fields fields) {
        ObjectNode object = NODES.objectNode();
        fields.values().forEach((name, value) -> object.set(name, node(value)));
        return object;
    }

    private static JsonNode node(SourceValue value) {
        if (value instanceof Fields fields) {
            return object(fields);
        } else if (value instanceof Items items) {
            ArrayNode array = NODES.arrayNode(items.values().size());
            items.values().forEach(element -> array.add(node(element)));
            return array;
        } else if (value instanceof Text text) {
            return NODES.textNode(text.value());
        } else if (value instanceof Whole whole) {
            return NODES.numberNode(whole.value());
        } else if (value instanceof Fraction fraction) {
            return fraction.number()
                    .<JsonNode>map(DecimalNode::valueOf)
                    .orElseGet(() -> NODES.textNode(fraction.digits()));
        } else if (value instanceof Moment moment) {
            return NODES.textNode(moment.value().toString());
        } else if (value instanceof Flag flag) {
            return NODES.booleanNode(flag.value());
        }
        return NODES.nullNode();
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
            return Fraction.of(node.decimalValue());
        } else if (node.isBoolean()) {
            return new Flag(node.booleanValue());
        }
        return Nothing.NOTHING;
    }
}
