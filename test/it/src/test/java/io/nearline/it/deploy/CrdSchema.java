package io.nearline.it.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The structural schema of a Kubernetes custom resource. It finds what an API server would refuse
 * or silently drop: unknown fields, wrong types, values outside an enumeration, missing fields.
 */
final class CrdSchema {
    private final JsonNode schema;

    private CrdSchema(JsonNode schema) {
        this.schema = schema;
    }

    /** Reads the first version of a custom resource definition on the class path. */
    static CrdSchema ofResource(String name) {
        try (InputStream in = CrdSchema.class.getResourceAsStream(name)) {
            JsonNode version = new YAMLMapper().readTree(in).at("/spec/versions/0");
            return new CrdSchema(version.at("/schema/openAPIV3Schema"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + name, e);
        }
    }

    /** Returns one line for each thing that is wrong with the resource, each with its path. */
    List<String> problemsOf(JsonNode resource) {
        List<String> problems = new ArrayList<>();
        resource.properties()
                .forEach(
                        field -> {
                            // The API server's own fields are not in the schema.
                            if (schema.at("/properties").has(field.getKey())) {
                                check(
                                        schema.at("/properties").get(field.getKey()),
                                        field.getValue(),
                                        field.getKey(),
                                        problems);
                            }
                        });
        return problems;
    }

    private static void check(JsonNode schema, JsonNode value, String path, List<String> problems) {
        if (!hasType(schema, value)) {
            problems.add(path + ": expected " + schema.path("type").asText() + ", found " + value);
            return;
        }
        checkEnumeration(schema, value, path, problems);
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), path + "[" + i + "]", problems);
            }
        }
        if (value.isObject()) {
            checkFields(schema, value, path, problems);
        }
    }

    private static void checkFields(
            JsonNode schema, JsonNode value, String path, List<String> problems) {
        schema.path("required")
                .forEach(
                        required -> {
                            if (!value.has(required.asText())) {
                                problems.add(path + "." + required.asText() + ": missing");
                            }
                        });
        value.properties()
                .forEach(
                        field -> {
                            String fieldPath = path + "." + field.getKey();
                            JsonNode fieldSchema = fieldSchema(schema, field.getKey());
                            if (!fieldSchema.isMissingNode()) {
                                check(fieldSchema, field.getValue(), fieldPath, problems);
                            } else if (!schema.path("x-kubernetes-preserve-unknown-fields")
                                    .asBoolean()) {
                                problems.add(fieldPath + ": unknown field");
                            }
                        });
    }

    private static JsonNode fieldSchema(JsonNode schema, String field) {
        JsonNode known = schema.path("properties").path(field);
        return known.isMissingNode() ? schema.path("additionalProperties") : known;
    }

    private static void checkEnumeration(
            JsonNode schema, JsonNode value, String path, List<String> problems) {
        List<String> allowed = new ArrayList<>();
        schema.path("enum").forEach(option -> allowed.add(option.asText()));
        if (!allowed.isEmpty() && !allowed.contains(value.asText())) {
            problems.add(path + ": " + value.asText() + " is not one of " + allowed);
        }
    }

    private static boolean hasType(JsonNode schema, JsonNode value) {
        return switch (schema.path("type").asText()) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
    }
}
