package io.nearline.training.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes {@code docs/reference/training-plan.md} from the schema. */
final class PlanReference {
    private static final String HEAD =
            """
            # Training plans

            Generated from [`training-plan.schema.json`](../../training/src/main/resources/io/nearline/training/plan/training-plan.schema.json);
            a test keeps both equal to what `./nearline author` reads. A [guide](../guides/train-your-model.md) shows plans at work, and
            `./nearline author init` writes a first one. A plan is YAML; paths are relative to it. A key that is not below is refused.

            An editor that knows JSON schemas completes and checks a plan whose first line says where the schema is, as a path from
            the plan or as a URL. The line is a comment:
            ```yaml
            # yaml-language-server: $schema=training/src/main/resources/io/nearline/training/plan/training-plan.schema.json
            ```
            """;

    private static final String TABLE =
            """

            | key | value | default | meaning |
            | --- | --- | --- | --- |
            """;

    private static final String KINDS =
            """

            The fields of its records say what a task, a part or a set is made of: `text` and `label`; `query` and `passage`; `first`,
            `second` and `score`; or `text` alone.
            """;

    private static final int UNBOUNDED = 65536;

    private final PlanSchema schema;

    PlanReference(PlanSchema schema) {
        this.schema = schema;
    }

    /** The page, as Markdown. */
    String markdown() {
        JsonNode root = schema.root();
        StringBuilder page = new StringBuilder(HEAD);
        page.append("\n## The plan\n").append(table(root));
        for (var key : root.path("properties").properties()) {
            if (key.getValue().has("properties")) {
                page.append("\n## `%s`\n".formatted(key.getKey()))
                        .append(key.getValue().path("description").asText())
                        .append('\n')
                        .append(table(key.getValue()));
            }
        }
        page.append("\n## A task\n`tasks` has a name for each.\n").append(KINDS);
        page.append(table(root.at("/$defs/task")));
        page.append("\n## A partner\n");
        page.append("`partner` goes with `query` and `passage`, in a task, a part or a set.\n");
        page.append(table(root.at("/$defs/fields/partner")));
        page.append(
                "\n## A tower\n`towers` has one for texts of `query`, of `member`, or of both.\n");
        page.append(table(root.at("/$defs/tower")));
        page.append("\n## A held-out part\n`heldout` of a task has a name for each.");
        page.append(" A part has either a `share` of the task's records, or a\n");
        page.append(
                "`file` of its own, which may have `where`, `except`, `without`, `shortest` and");
        page.append(
                "\n`distinct` as a task has. It may name fields, else it has those of the task.\n");
        page.append(table(root.at("/$defs/part"), key -> !isOfRecords(key)));
        page.append("\n## A set that is scored only\n`zeroshot` has a name for each.");
        page.append(" It has file, fields and choice of records as a task has, and this.\n");
        return page.append(table(root.at("/$defs/set"), key -> !isOfRecords(key))).toString();
    }

    /** Whether it says which records, or what their fields are: that is explained once. */
    private static boolean isOfRecords(JsonNode key) {
        return key.path("$ref").asText().startsWith("#/$defs/data/")
                || key.path("$ref").asText().startsWith("#/$defs/fields/");
    }

    private String table(JsonNode section) {
        return table(section, key -> true);
    }

    private String table(JsonNode section, Predicate<JsonNode> shown) {
        List<String> needed = new ArrayList<>();
        section.path("required").forEach(key -> needed.add(key.asText()));
        return section.path("properties").properties().stream()
                .filter(key -> shown.test(key.getValue()))
                .map(key -> row(key.getKey(), key.getValue(), needed))
                .collect(Collectors.joining("\n", TABLE, "\n"));
    }

    private String row(String key, JsonNode given, List<String> needed) {
        JsonNode value = given.has("type") || given.has("enum") ? given : described(given);
        String usual =
                needed.contains(key)
                        ? "needed"
                        : value.has("default")
                                ? "`%s`"
                                        .formatted(
                                                value.get("default").asText().replace(".0E", "e"))
                                : "";
        return "| `%s` | %s | %s | %s |"
                .formatted(key, kind(value), usual, described(given).path("description").asText());
    }

    /** The nearest schema that says what it means. */
    private JsonNode described(JsonNode given) {
        return given.has("description") || !given.has("$ref")
                ? given
                : described(schema.root().at(given.get("$ref").asText().substring(1)));
    }

    private String kind(JsonNode given) {
        JsonNode value = given.has("type") || given.has("enum") ? given : schema.resolved(given);
        if (value.has("enum")) {
            return StreamSupport.stream(value.get("enum").spliterator(), false)
                    .map(one -> "`%s`".formatted(one.asText()))
                    .collect(Collectors.joining(", "));
        }
        return switch (value.path("type").asText()) {
            case "integer" -> "whole number, " + range(value);
            case "number" -> value.has("minimum") ? "number, " + range(value) : "number above 0";
            case "boolean" -> "`true` or `false`";
            case "array" -> "list of " + kind(value.get("items")).replace("number", "numbers");
            case "object" ->
                    value.equals(schema.root().at("/$defs/conditions"))
                            ? "fields with values"
                            : "below";
            default -> "word";
        };
    }

    private static String range(JsonNode value) {
        long least = value.get("minimum").asLong();
        long most = value.path("maximum").asLong(Long.MAX_VALUE);
        return most > UNBOUNDED
                ? "%d or more".formatted(least)
                : String.format(Locale.ROOT, "%d to %,d", least, most);
    }
}
