package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What {@code config_sentence_transformers.json} says is put before texts. */
final class Prompts {
    private static final String FILE = "config_sentence_transformers.json";
    private static final String PROMPTS = "prompts";
    private static final String DEFAULT = "default_prompt_name";
    private static final String CUT = "truncate_dim";

    private static final Set<String> KNOWN =
            Set.of(PROMPTS, DEFAULT, CUT, "__version__", "similarity_fn_name", "model_type");

    /** In the order in which the reference looks for them. */
    private static final Map<Role, List<String>> NAMES =
            Map.of(
                    Role.QUERY, List.of("query"),
                    Role.PASSAGE, List.of("document", "passage", "corpus"));

    private final JsonNode config;

    private Prompts(JsonNode config) {
        this.config = config;
    }

    static Prompts read(JsonHints hints) throws IOException {
        return new Prompts(hints.read(FILE));
    }

    /** Passes if the vectors are used whole. */
    void requireWholeVectors() {
        if (!Keys.saysNothing(config.path(CUT))) {
            throw new ModelRejectedException(
                    "%s has %s %s, and vectors are not cut here: export the whole model to one graph"
                                    .formatted(FILE, CUT, config.path(CUT))
                            + " that cuts them, or remove it");
        }
    }

    /** The prompt of the role's name, or else the default one. */
    Inferred<String> prefix(Role role) {
        for (String name : Objects.requireNonNull(NAMES.get(role))) {
            if (config.path(PROMPTS).hasNonNull(name)) {
                return new Inferred<>(text(name), FILE + ", prompts." + name);
            }
        }
        if (config.hasNonNull(DEFAULT)) {
            String name = config.path(DEFAULT).asText();
            if (!config.path(PROMPTS).has(name)) {
                throw new ModelRejectedException(
                        "%s has %s '%s', which prompts lacks: add the prompt or remove the name"
                                .formatted(FILE, DEFAULT, name));
            }
            return new Inferred<>(text(name), "%s, %s '%s'".formatted(FILE, DEFAULT, name));
        }
        return new Inferred<>("", "no prompt for it in " + FILE);
    }

    List<String> unknownKeys() {
        return Keys.unknown(config, KNOWN).stream().map(key -> FILE + ": " + key).toList();
    }

    private String text(String name) {
        JsonNode prompt = config.path(PROMPTS).path(name);
        if (!prompt.isTextual()) {
            throw new ModelRejectedException(
                    "%s has prompts.%s that is no text: correct it".formatted(FILE, name));
        }
        return prompt.textValue();
    }
}
