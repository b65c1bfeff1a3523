package io.nearline.topics.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.VectorCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro values as JSON for reading: times as ISO 8601, hashes in hexadecimal, other bytes in base64,
 * vectors as numbers.
 */
final class AvroJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SHORT_VECTOR = 4;
    private static final int SHORT_BYTES = 48;

    private final Detail detail;

    AvroJson(Detail detail) {
        this.detail = detail;
    }

    ObjectNode render(SpecificRecord avroRecord) {
        ObjectNode json = NODES.objectNode();
        for (Schema.Field field : avroRecord.getSchema().getFields()) {
            json.set(field.name(), value(avroRecord.get(field.pos())));
        }
        if (avroRecord instanceof IndexUpdate update) {
            renderVector(update, json);
            if (update.getOutputs().isEmpty()) {
                json.remove("outputs");
            }
        } else if (avroRecord instanceof OutputVector output) {
            json.set("vector", rendered(() -> decode(output)));
        }
        return json;
    }

    /** Length and content, shortened unless everything is wanted. */
    ObjectNode bytes(byte[] content) {
        boolean whole = detail == Detail.FULL || content.length <= SHORT_BYTES;
        byte[] shown = whole ? content : Arrays.copyOf(content, SHORT_BYTES);
        return NODES.objectNode()
                .put("bytes", content.length)
                .put(whole ? "base64" : "base64_start", Base64.getEncoder().encodeToString(shown));
    }

    private JsonNode value(Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof Long number) {
            return NODES.numberNode(number);
        } else if (value instanceof Integer number) {
            return NODES.numberNode(number);
        } else if (value instanceof Float number) {
            return NODES.numberNode(number);
        } else if (value instanceof Double number) {
            return NODES.numberNode(number);
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof ByteBuffer buffer) {
            return bytes(copy(buffer));
        } else if (value instanceof SpecificRecord nested) {
            return render(nested);
        } else if (value instanceof List<?> elements) {
            ArrayNode array = NODES.arrayNode();
            elements.forEach(element -> array.add(value(element)));
            return array;
        } else if (value instanceof Map<?, ?> entries) {
            ObjectNode object = NODES.objectNode();
            entries.forEach((key, entry) -> object.set(key.toString(), value(entry)));
            return object;
        }
        return NODES.textNode(value.toString());
    }

    private void renderVector(IndexUpdate update, ObjectNode json) {
        if (update.getContentHash() != null) {
            json.put("contentHash", HexFormat.of().formatHex(copy(update.getContentHash())));
        }
        if (update.getVector() != null) {
            json.set("vector", rendered(() -> decode(update)));
        }
    }

    private ObjectNode rendered(Supplier<float[]> decoded) {
        try {
            return vector(decoded.get());
        } catch (IllegalArgumentException e) {
            return NODES.objectNode().put("error", e.getMessage());
        }
    }

    private static float[] decode(OutputVector output) {
        return VectorCodec.decode(EncodedVector.of(output), output.getDimensions());
    }

    /** The vector as numbers; the update must have one. */
    static float[] decode(IndexUpdate update) {
        EncodedVector encoded =
                new EncodedVector(
                        update.getVectorEncoding(),
                        update.getVectorScale(),
                        copy(update.getVector()));
        return VectorCodec.decode(encoded, update.getDimensions());
    }

    private ObjectNode vector(float[] components) {
        int shown = detail == Detail.FULL ? components.length : SHORT_VECTOR;
        ObjectNode json = NODES.objectNode().put("norm", (float) norm(components));
        ArrayNode values = json.putArray(shown < components.length ? "start" : "values");
        for (int i = 0; i < Math.min(shown, components.length); i++) {
            values.add(components[i]);
        }
        return json;
    }

    private static double norm(float[] components) {
        double squares = 0;
        for (float component : components) {
            squares += (double) component * component;
        }
        return Math.sqrt(squares);
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
