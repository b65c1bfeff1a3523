package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What sentence-transformers' settings of the encoder say: {@code sentence_bert_config.json}, or
 * the name that older releases gave it.
 */
final class EncoderConfig {
    /** In the order in which the reference looks for them. */
    private static final List<String> FILES =
            List.of(
                    "sentence_bert_config.json",
                    "sentence_roberta_config.json",
                    "sentence_distilbert_config.json",
                    "sentence_camembert_config.json",
                    "sentence_albert_config.json",
                    "sentence_xlm-roberta_config.json",
                    "sentence_xlnet_config.json");

    private static final String WINDOW = "max_seq_length";
    private static final String LOWER_CASE = "do_lower_case";
    private static final String TASK = "transformer_task";
    private static final String OUTPUT = "module_output_name";
    private static final String MODALITIES = "modality_config";

    private static final Set<String> KNOWN =
            Set.of(WINDOW, LOWER_CASE, TASK, OUTPUT, MODALITIES, "unpad_inputs");

    /** With a value, each of them changes the vectors in a way that is not done here. */
    private static final List<String> REFUSED =
            List.of("query_length", "document_length", "query_expansion", "processing_kwargs");

    private final String file;
    private final JsonNode config;

    private EncoderConfig(String file, JsonNode config) {
        this.file = file;
        this.config = config;
    }

    static EncoderConfig read(JsonHints hints, Modules modules) throws IOException {
        for (String folder : List.of(modules.encoderFolder(), "")) {
            for (String name : FILES) {
                if (hints.has(folder + name)) {
                    return new EncoderConfig(folder + name, hints.read(folder + name));
                }
            }
        }
        return new EncoderConfig(FILES.get(0), MissingNode.getInstance());
    }

    /** Passes unless it asks for what is no sentence encoder, or is not done here. */
    void requireKnown() {
        require(TASK, "feature-extraction");
        require(OUTPUT, "token_embeddings", "sentence_embedding");
        JsonNode modalities = config.path(MODALITIES);
        if (modalities.isObject()) {
            String output = modalities.path("text").path("method_output_name").asText("");
            if (!output.equals("last_hidden_state")) {
                throw new ModelRejectedException(
                        "%s has a %s whose text gives '%s', needed is last_hidden_state: export the"
                                        .formatted(file, MODALITIES, output)
                                + " whole model to one graph with the output sentence_embedding");
            }
        }
        for (String key : REFUSED) {
            if (!Keys.saysNothing(config.path(key))) {
                throw new ModelRejectedException(
                        "%s has %s, which is not done here: remove it if the vectors do not depend"
                                        .formatted(file, key)
                                + " on it, and check with --expect");
            }
        }
    }

    Optional<Inferred<Integer>> window() {
        JsonNode value = config.path(WINDOW);
        return value.isNumber() && value.asInt() > 0
                ? Optional.of(new Inferred<>(value.asInt(), file + ", " + WINDOW))
                : Optional.empty();
    }

    boolean lowersCase() {
        return config.path(LOWER_CASE).asBoolean(false);
    }

    /** Where {@link #lowersCase} comes from. */
    String lowerCaseOrigin() {
        return file + ", " + LOWER_CASE;
    }

    List<String> unknownKeys() {
        Set<String> known = new java.util.TreeSet<>(KNOWN);
        known.addAll(REFUSED);
        return Keys.unknown(config, known).stream().map(key -> file + ": " + key).toList();
    }

    private void require(String key, String... values) {
        JsonNode value = config.path(key);
        if (value.isTextual() && !List.of(values).contains(value.textValue())) {
            throw new ModelRejectedException(
                    "%s has %s '%s', needed is %s: this is no sentence encoder"
                            .formatted(file, key, value.textValue(), String.join(" or ", values)));
        }
    }
}
