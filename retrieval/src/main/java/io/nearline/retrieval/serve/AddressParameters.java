package io.nearline.retrieval.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.retrieval.serve.Problem.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the parameters of an address into the JSON that a body would have held. */
final class AddressParameters {

    /** How an address names a field, if it differs: there a list is its name given again. */
    private static final Map<String, String> LISTS =
            Map.of(
                    "like", "like",
                    "dislike", "dislike",
                    "after", "after",
                    "language", "languages",
                    "author", "authors",
                    "exclude", "exclude",
                    "include", "include");

    private static final Set<String> IN_FILTER =
            Set.of("languages", "authors", "exclude", "from", "until", "minSimilarity");
    private static final Set<String> NUMBERS = Set.of("k", "minSimilarity", "collapse");
    private static final Set<String> TRUTHS = Set.of("exact", "explain");
    private static final Set<String> TEXTS = Set.of("mode", "model", "from", "until", "wait");

    private AddressParameters() {}

    /**
     * The same request as a body.
     *
     * @throws QueryRefusedException if a parameter is unknown, or its value has not its form
     */
    static ObjectNode asJson(Map<String, List<String>> parameters) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode filter = JsonNodeFactory.instance.objectNode();
        parameters.forEach((name, values) -> put(object, filter, name, values));
        if (!filter.isEmpty()) {
            object.set("filter", filter);
        }
        return object;
    }

    private static void put(
            ObjectNode object, ObjectNode filter, String name, List<String> values) {
        String field = LISTS.getOrDefault(name, name.equals("q") ? "text" : name);
        ObjectNode target = IN_FILTER.contains(field) ? filter : object;
        if (LISTS.containsKey(name)) {
            ArrayNode array = target.putArray(field);
            values.forEach(array::add);
        } else if (name.equals("attribute")) {
            ObjectNode attributes = filter.putObject("attributes");
            values.forEach(value -> putAttribute(attributes, value));
        } else {
            putOne(target, field, name, values);
        }
    }

    private static void putOne(ObjectNode target, String field, String name, List<String> values) {
        if (values.size() != 1) {
            throw parameter(name, "it is given %d times: once".formatted(values.size()));
        }
        String value = values.get(0);
        if (name.equals("q") || TEXTS.contains(name)) {
            target.put(field, value);
        } else if (NUMBERS.contains(name)) {
            putNumber(target, name, value);
        } else if (TRUTHS.contains(name)) {
            if (!value.equals("true") && !value.equals("false")) {
                throw parameter(name, "give true or false");
            }
            target.put(name, Boolean.parseBoolean(value));
        } else if (name.equals("groupBy")) {
            target.putObject(name).put("attribute", value);
        } else {
            throw Problem.inField(
                            Kind.UNKNOWN_FIELD,
                            name,
                            "'%s' is not a parameter of this address: see /openapi.yaml."
                                    .formatted(name))
                    .thrown();
        }
    }

    private static void putNumber(ObjectNode target, String name, String value) {
        try {
            if (name.equals("k")) {
                target.put(name, Long.parseLong(value));
            } else {
                target.put(name, Double.parseDouble(value));
            }
        } catch (NumberFormatException e) {
            throw parameter(name, "give a number");
        }
    }

    private static void putAttribute(ObjectNode attributes, String value) {
        int colon = value.indexOf(':');
        if (colon < 1) {
            throw parameter("attribute", "give NAME:VALUE");
        }
        attributes.withArray(value.substring(0, colon)).add(value.substring(colon + 1));
    }

    private static QueryRefusedException parameter(String name, String remedy) {
        return Problem.inField(Kind.INVALID_VALUE, name, "%s: %s.".formatted(name, remedy))
                .thrown();
    }
}
