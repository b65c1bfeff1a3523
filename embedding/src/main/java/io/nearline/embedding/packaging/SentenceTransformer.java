package io.nearline.embedding.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the files of the sentence-transformers layout say about a model; each may be absent, and
 * then the layout's own default holds.
 */
final class SentenceTransformer {
    private static final String MODULES = "modules.json";
    private static final String DEFAULT_POOLING_FOLDER = "1_Pooling";
    private static final String PROMPTS = "config_sentence_transformers.json";

    private static final Map<String, Pooling> POOLING_MODES =
            Map.of(
                    "pooling_mode_mean_tokens", Pooling.MEAN, //
                    "pooling_mode_cls_token", Pooling.CLS);

    private static final Map<Role, List<String>> PROMPT_NAMES =
            Map.of(
                    Role.QUERY, List.of("query"),
                    Role.PASSAGE, List.of("passage", "document", "corpus"));

    private final JsonHints hints;

    SentenceTransformer(Path source) {
        this.hints = new JsonHints(source);
    }

    Inferred<Pooling> pooling() throws IOException {
        refuseUnknownModules();
        String file = poolingFolder() + "/config.json";
        JsonNode config = hints.read(file);
        if (config.isMissingNode()) {
            return new Inferred<>(Pooling.MEAN, "assumed: there is no " + file);
        }
        List<String> modes = modesOf(config);
        if (modes.size() == 1 && POOLING_MODES.containsKey(modes.get(0))) {
            return new Inferred<>(POOLING_MODES.get(modes.get(0)), file);
        }
        throw new ModelRejectedException(
                file
                        + " asks for "
                        + modes
                        + ": only mean or cls pooling is supported; export the graph with its"
                        + " pooling inside");
    }

    Inferred<VectorLength> length() throws IOException {
        JsonNode modules = hints.read(MODULES);
        if (modules.isMissingNode()) {
            return new Inferred<>(VectorLength.UNIT, "assumed: there is no " + MODULES);
        }
        return modulesOf(modules).contains("Normalize")
                ? new Inferred<>(VectorLength.UNIT, MODULES + " has Normalize")
                : new Inferred<>(VectorLength.AS_COMPUTED, MODULES + " has no Normalize");
    }

    Inferred<String> prefix(Role role) throws IOException {
        JsonNode prompts = hints.read(PROMPTS).path("prompts");
        for (String name : PROMPT_NAMES.get(role)) {
            if (prompts.hasNonNull(name)) {
                return new Inferred<>(prompts.get(name).asText(), PROMPTS + ", prompts." + name);
            }
        }
        return new Inferred<>("", "no prompt for it in " + PROMPTS);
    }

    private List<String> modesOf(JsonNode config) {
        List<String> modes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            if (field.getKey().startsWith("pooling_mode_") && field.getValue().asBoolean()) {
                modes.add(field.getKey());
            }
        }
        return modes;
    }

    private String poolingFolder() throws IOException {
        for (JsonNode module : hints.read(MODULES)) {
            if (kind(module).equals("Pooling") && module.hasNonNull("path")) {
                return module.get("path").asText();
            }
        }
        return DEFAULT_POOLING_FOLDER;
    }

    private void refuseUnknownModules() throws IOException {
        List<String> kinds = new ArrayList<>(modulesOf(hints.read(MODULES)));
        kinds.removeAll(Set.of("Transformer", "Pooling", "Normalize"));
        if (!kinds.isEmpty()) {
            throw new ModelRejectedException(
                    MODULES
                            + " has "
                            + kinds
                            + " after the encoder, which its graph leaves out: export the whole"
                            + " model to one graph with the output sentence_embedding");
        }
    }

    private static List<String> modulesOf(JsonNode modules) {
        List<String> kinds = new ArrayList<>();
        modules.forEach(module -> kinds.add(kind(module)));
        return kinds;
    }

    /** The class name without its package. */
    private static String kind(JsonNode module) {
        String type = module.path("type").asText();
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
