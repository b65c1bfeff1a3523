package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.tokenize.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokenizer as the reference uses it: {@code tokenizer.json} with what the files beside it
 * change in its normaliser.
 *
 * @param json the tokenizer
 * @param changes what was changed, and by which file; empty if it is as published
 */
record TokenizerSource(TokenizerJson json, List<String> changes) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String NORMALIZER = "normalizer";
    private static final String BERT = "BertNormalizer";
    private static final String LOWERCASE = "lowercase";

    /**
     * Reads the tokenizer, and the settings that change it.
     *
     * <p>The Python classes of BERT's kin set their normaliser anew where {@code
     * tokenizer_config.json} says otherwise. The layout's own {@code do_lower_case} puts a
     * normaliser first, unless there is one that lowers case.
     */
    static TokenizerSource read(Path file, TransformerConfig config, EncoderConfig encoder)
            throws IOException {
        TokenizerJson json = TokenizerJson.read(file);
        JsonNode normalizer = json.field(NORMALIZER);
        List<String> changes = new ArrayList<>();
        JsonNode settings = config.tokenizer();
        if (normalizer.path("type").asText().equals(BERT)
                && settings.path("do_lower_case").isBoolean()) {
            ObjectNode bert = normalizer.deepCopy();
            set(bert, LOWERCASE, settings, "do_lower_case", changes);
            set(bert, "strip_accents", settings, "strip_accents", changes);
            set(bert, "handle_chinese_chars", settings, "tokenize_chinese_chars", changes);
            normalizer = bert;
        }
        if (encoder.lowersCase() && !lowersCase(normalizer)) {
            normalizer = lowerCaseFirst(normalizer);
            changes.add("lower case first (%s)".formatted(encoder.lowerCaseOrigin()));
        }
        return new TokenizerSource(
                changes.isEmpty() ? json : json.with(NORMALIZER, normalizer.toString()), changes);
    }

    /** The file's name, and what was changed in it. */
    Inferred<String> described() {
        return new Inferred<>(
                ModelBundle.TOKENIZER,
                changes.isEmpty() ? "as published" : String.join("; ", changes));
    }

    void writeTo(Path file) throws IOException {
        Files.writeString(file, json.text());
    }

    private static void set(
            ObjectNode bert, String field, JsonNode settings, String key, List<String> changes) {
        JsonNode wanted = settings.path(key);
        if (!wanted.isMissingNode() && !wanted.equals(bert.path(field))) {
            bert.set(field, wanted);
            changes.add("%s %s (tokenizer_config.json, %s)".formatted(field, wanted, key));
        }
    }

    private static boolean lowersCase(JsonNode normalizer) {
        for (JsonNode step : normalizer.path("normalizers")) {
            if (lowersCase(step)) {
                return true;
            }
        }
        String type = normalizer.path("type").asText();
        return type.equals("Lowercase")
                || (type.equals(BERT) && normalizer.path(LOWERCASE).asBoolean(true));
    }

    private static JsonNode lowerCaseFirst(JsonNode normalizer) {
        ObjectNode all = MAPPER.createObjectNode().put("type", "Sequence");
        ArrayNode steps = all.putArray("normalizers");
        steps.addObject().put("type", "Lowercase");
        if (normalizer.path("type").asText().equals("Sequence")) {
            normalizer.path("normalizers").forEach(steps::add);
        } else if (normalizer.isObject()) {
            steps.add(normalizer);
        }
        return all;
    }
}
