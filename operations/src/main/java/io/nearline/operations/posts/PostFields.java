package io.nearline.operations.posts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operators.decode.PostContract;
import io.nearline.operators.json.PlainDigits;
import io.nearline.operators.json.WellFormedText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Typed access to the fields of one JSON object. JSON's null counts as absent everywhere. Each
 * field is taken at most once, so what is left at the end are the fields nobody knew.
 */
final class PostFields {

    private final ObjectNode fields;

    PostFields(ObjectNode object) {
        this.fields = object.deepCopy();
    }

    Optional<String> takeText(String name) throws UnreadablePostException {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isTextual()) {
            throw wrongType(name, "a string", value.get());
        }
        return value.map(JsonNode::textValue).map(WellFormedText::of);
    }

    /** Text, or a whole number that some sources use for ids. */
    Optional<String> takeId(String name) throws UnreadablePostException {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isTextual() && !value.get().isIntegralNumber()) {
            throw wrongType(name, "a string", value.get());
        }
        return value.map(JsonNode::asText).map(WellFormedText::of);
    }

    Optional<Long> takeLong(String name) throws UnreadablePostException {
        Optional<JsonNode> value = take(name);
        if (value.isPresent()
                && !(value.get().isIntegralNumber() && value.get().canConvertToLong())) {
            throw wrongType(name, "a whole number of 64 bits", value.get());
        }
        return value.map(JsonNode::longValue);
    }

    Optional<Instant> takeInstant(String name) throws UnreadablePostException {
        Optional<String> text = takeText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Instant time = parse(name, text.get());
        if (!PostContract.isPlausible(time)) {
            throw new UnreadablePostException(
                    "field '" + name + "' must be a time in the years 1 to 2999");
        }
        return Optional.of(time);
    }

    private static Instant parse(String name, String text) throws UnreadablePostException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UnreadablePostException(
                    "field '" + name + "' must be a time such as 2026-03-01T12:00:00Z");
        }
    }

    List<String> takeTexts(String name) throws UnreadablePostException {
        Optional<JsonNode> value = take(name);
        List<String> texts = new ArrayList<>();
        if (value.isEmpty()) {
            return texts;
        }
        if (!value.get().isArray()) {
            throw wrongType(name, "an array of strings", value.get());
        }
        for (JsonNode element : value.get()) {
            if (!element.isTextual()) {
                throw wrongType(name, "an array of strings", element);
            }
            texts.add(WellFormedText.of(element.textValue()));
        }
        return texts;
    }

    /** Every value of the named object as text. */
    Map<String, String> takeMap(String name) throws UnreadablePostException {
        Optional<JsonNode> value = take(name);
        Map<String, String> entries = new LinkedHashMap<>();
        if (value.isPresent()) {
            if (!(value.get() instanceof ObjectNode object)) {
                throw wrongType(name, "an object", value.get());
            }
            forEachAsText(object, entries::put);
        }
        return entries;
    }

    /** Every field not taken so far as text. */
    Map<String, String> takeRest() {
        Map<String, String> rest = new LinkedHashMap<>();
        forEachAsText(fields, rest::put);
        return rest;
    }

    private Optional<JsonNode> take(String name) {
        return Optional.ofNullable(fields.remove(name)).filter(value -> !value.isNull());
    }

    private static void forEachAsText(ObjectNode object, BiConsumer<String, String> entries) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (!value.isNull()) {
                entries.accept(WellFormedText.of(field.getKey()), WellFormedText.of(text(value)));
            }
        }
    }

    private static String text(JsonNode value) {
        if (value.isBigDecimal()) {
            return PlainDigits.of(value.decimalValue());
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static UnreadablePostException wrongType(String name, String wanted, JsonNode found) {
        return new UnreadablePostException(
                "field '"
                        + name
                        + "' must be "
                        + wanted
                        + ", found "
                        + found.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    }
}
