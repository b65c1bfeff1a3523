package io.nearline.retrieval.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.retrieval.serve.Problem.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the fields of a JSON object and refuses what is not as it should be, naming the field and
 * never its value if that may be text of somebody. A field that is null counts as absent.
 */
final class RequestFields {

    private final ObjectNode object;
    private final String path;
    private final Set<String> known = new HashSet<>();

    /**
     * Fields of an object.
     *
     * @param path where it lies in the request: empty, or with a dot at its end
     */
    RequestFields(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    Optional<String> text(String name, int longest) {
        return node(name)
                .map(
                        node -> {
                            if (!node.isTextual() || node.textValue().isEmpty()) {
                                throw invalid(name, "give a text that is not empty");
                            }
                            if (node.textValue().length() > longest) {
                                throw invalid(
                                        name,
                                        "it has %d characters: at most %d"
                                                .formatted(node.textValue().length(), longest));
                            }
                            return node.textValue();
                        });
    }

    List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            if (!item.isTextual() || item.textValue().isEmpty()) {
                throw invalid(name, "give an array of texts that are not empty");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    Optional<float[]> numbers(String name, int most) {
        if (node(name).isEmpty()) {
            return Optional.empty();
        }
        Iterable<JsonNode> items = array(name, most);
        List<Float> numbers = new ArrayList<>();
        for (JsonNode item : items) {
            float number = item.isNumber() ? item.floatValue() : Float.NaN;
            if (!Float.isFinite(number)) {
                throw invalid(
                        name,
                        "component %d is not a number that a float can hold"
                                .formatted(numbers.size()));
            }
            numbers.add(number);
        }
        if (numbers.isEmpty()) {
            throw invalid(name, "give at least one component");
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.get(i);
        }
        return Optional.of(vector);
    }

    OptionalInt whole(String name, int least, int most) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean whole = node.get().isIntegralNumber() && node.get().canConvertToLong();
        if (!whole || node.get().longValue() < least || node.get().longValue() > most) {
            throw invalid(
                    name,
                    "it is %s: give a whole number from %d to %d"
                            .formatted(shown(node.get()), least, most));
        }
        return OptionalInt.of(node.get().intValue());
    }

    OptionalDouble number(String name) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!node.get().isNumber()) {
            throw invalid(name, "it is %s: give a number".formatted(shown(node.get())));
        }
        return OptionalDouble.of(node.get().doubleValue());
    }

    /** Whether the field is there and true. */
    boolean isTrue(String name) {
        Optional<JsonNode> node = node(name);
        if (node.isPresent() && !node.get().isBoolean()) {
            throw invalid(name, "it is %s: give true or false".formatted(shown(node.get())));
        }
        return node.map(JsonNode::booleanValue).orElse(false);
    }

    Optional<Instant> time(String name) {
        return text(name, 64)
                .map(
                        text -> {
                            try {
                                return OffsetDateTime.parse(text).toInstant();
                            } catch (DateTimeException e) {
                                throw invalid(
                                        name,
                                        "give a time with its offset, such as"
                                                + " 2026-03-01T00:00:00Z");
                            }
                        });
    }

    /** The fields of an object in this one; empty if it is absent. */
    Optional<RequestFields> object(String name) {
        return node(name)
                .map(
                        node -> {
                            if (!(node instanceof ObjectNode inner)) {
                                throw invalid(name, "give an object");
                            }
                            return new RequestFields(inner, path + name + ".");
                        });
    }

    /** Names of all fields, for objects whose names are free. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Refuses fields that nobody has asked for. */
    void requireNoOthers() {
        for (String name : names()) {
            if (!known.contains(name)) {
                throw Problem.inField(
                                Kind.UNKNOWN_FIELD,
                                path + name,
                                "'%s%s' is not a field: leave it out, or take one of %s."
                                        .formatted(path, name, new TreeSet<>(known)))
                        .thrown();
            }
        }
    }

    QueryRefusedException invalid(String name, String remedy) {
        return Problem.inField(
                        Kind.INVALID_VALUE, path + name, "%s%s: %s.".formatted(path, name, remedy))
                .thrown();
    }

    private Iterable<JsonNode> array(String name, int most) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!node.get().isArray()) {
            throw invalid(name, "give an array");
        }
        if (node.get().size() > most) {
            throw invalid(name, "it has %d entries: at most %d".formatted(node.get().size(), most));
        }
        return node.get();
    }

    private Optional<JsonNode> node(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    /** A number or a truth value; of anything else only what it is. */
    private static String shown(JsonNode node) {
        return node.isNumber() || node.isBoolean()
                ? node.asText()
                : "of the type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
