package io.nearline.training.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** The published schema of a plan. */
public final class PlanSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final Schema schema;

    public PlanSchema() throws IOException {
        try (InputStream in = PlanFile.class.getResourceAsStream("training-plan.schema.json")) {
            root = JSON.readTree(Objects.requireNonNull(in));
        }
        schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(root);
    }

    /** A plan as a schema's validator sees it. */
    public static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Yaml().load(yaml));
    }

    JsonNode root() {
        return root;
    }

    /** What is wrong with a plan; empty if the schema allows it. */
    public List<Error> problems(JsonNode plan) {
        return schema.validate(plan);
    }

    /** What a schema says of itself, taken from where it refers to. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() || node.has("properties")
                ? node
                : resolved(root.at(reference.substring(1)));
    }

    /**
     * A value of a plan, and what the schema says of it.
     *
     * @param path in the plan, as a JSON pointer
     * @param schema its own, not one that it refers to
     */
    record Place(String path, JsonNode schema) {
        boolean isSection() {
            return schema.has("properties");
        }
    }

    /** All places of a plan, from the outside inwards. */
    List<Place> places(JsonNode plan) {
        List<Place> places = new ArrayList<>();
        add(places, "", root, plan);
        return places;
    }

    private void add(List<Place> places, String path, JsonNode given, JsonNode value) {
        JsonNode here = resolved(given);
        places.add(new Place(path, here));
        value.properties()
                .forEach(
                        entry -> {
                            JsonNode below = here.path("properties").path(entry.getKey());
                            JsonNode any = here.path("additionalProperties");
                            if (below.isObject() || any.isObject()) {
                                add(
                                        places,
                                        path + "/" + entry.getKey(),
                                        below.isObject() ? below : any,
                                        entry.getValue());
                            }
                        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            add(places, path + "/" + i, here.path("items"), value.get(i));
        }
    }
}
