package io.nearline.embedding.tokenize;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * What the native library asserts instead of checking. A failed assertion there ends the process,
 * and no catch helps, so it is looked at before the library sees the file. Fields that the library
 * refuses by itself are left to it.
 */
final class TokenizerSafety {
    private static final byte CONTINUATION_MASK = (byte) 0xC0;
    private static final byte CONTINUATION = (byte) 0x80;

    /** A text needs room for one token beside the special ones. */
    private static final int ROOM_FOR_TEXT = 1;

    private final TokenizerJson json;
    private final int maxTokens;

    private TokenizerSafety(TokenizerJson json, int maxTokens) {
        this.json = json;
        this.maxTokens = maxTokens;
    }

    /**
     * Passes what the library can load and run on any text.
     *
     * @throws ModelRejectedException naming the field otherwise
     */
    static void require(TokenizerJson json, int maxTokens) {
        TokenizerSafety safety = new TokenizerSafety(json, maxTokens);
        JsonNode normalizer = json.field("normalizer");
        safety.eachOf(normalizer, "normalizers", safety::normalizer);
        safety.eachOf(json.field("pre_tokenizer"), "pretokenizers", safety::preTokenizer);
        safety.postProcessor(json.field("post_processor"));
        AddedTokens added = new AddedTokens(normalizer);
        json.field("added_tokens").forEach(token -> safety.addedToken(added, token));
        safety.model(json.model());
    }

    private void eachOf(JsonNode step, String nested, Consumer<JsonNode> check) {
        if (isOf(step, "Sequence")) {
            step.path(nested).forEach(one -> eachOf(one, nested, check));
        } else {
            check.accept(step);
        }
    }

    private void normalizer(JsonNode step) {
        pattern("normalizer", step);
        if (isOf(step, "Precompiled")) {
            Charsmap.problem(step.path("precompiled_charsmap").asText(""))
                    .ifPresent(
                            problem -> {
                                throw refused("normalizer.precompiled_charsmap", problem);
                            });
        }
    }

    private void preTokenizer(JsonNode step) {
        pattern("pre_tokenizer", step);
        if (isOf(step, "FixedLength") && step.path("length").asLong(1) < 1) {
            throw refused("pre_tokenizer.length", "is 0, pieces need at least one character");
        }
    }

    private void pattern(String field, JsonNode step) {
        JsonNode regex = step.path("pattern").path("Regex");
        if (regex.isTextual() && !Backtracking.isBounded(regex.textValue())) {
            throw refused(
                    field + ".pattern",
                    "may take a time that grows without bound with the text, which ends the"
                            + " process: repeat nothing that repeats within itself");
        }
    }

    private void postProcessor(JsonNode processor) {
        int specials = specials(processor);
        if (specials + ROOM_FOR_TEXT > maxTokens) {
            throw refused(
                    "post_processor",
                    "adds %d special tokens to each text, which leaves no room in a window of %d"
                            .formatted(specials, maxTokens));
        }
    }

    private int specials(JsonNode processor) {
        int specials = 0;
        for (JsonNode one : processor.path("processors")) {
            specials += specials(one);
        }
        if (isOf(processor, "BertProcessing") || isOf(processor, "RobertaProcessing")) {
            specials += 2;
        }
        return isOf(processor, "TemplateProcessing") ? template(processor) : specials;
    }

    private int template(JsonNode processor) {
        JsonNode known = processor.path("special_tokens");
        int specials = 0;
        int texts = 0;
        for (JsonNode piece : processor.path("single")) {
            if (piece.has("Sequence")) {
                texts++;
                if (!piece.path("Sequence").path("id").asText().equals("A")) {
                    throw refused("post_processor.single", "names a second text");
                }
            } else {
                String id = piece.path("SpecialToken").path("id").asText();
                if (!known.has(id)) {
                    throw refused(
                            "post_processor.single",
                            "names %s, which special_tokens lacks".formatted(id));
                }
                specials += known.path(id).path("ids").size();
            }
        }
        if (texts != 1) {
            throw refused("post_processor.single", "has the text %d times".formatted(texts));
        }
        return specials;
    }

    private void addedToken(AddedTokens added, JsonNode token) {
        if (added.mayVanish(token)) {
            throw refused(
                    "added_tokens",
                    "has token %d, of which normalisation leaves nothing"
                            .formatted(token.path("id").asLong()));
        }
    }

    private void model(JsonNode model) {
        if (model.path("dropout").asDouble(0) > 0) {
            throw refused("model.dropout", "gives a text other tokens each time: set it to null");
        }
        String prefix = model.path("continuing_subword_prefix").asText("");
        boolean absent = model.path("continuing_subword_prefix").isNull() || prefix.isEmpty();
        if (!absent) {
            int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
            json.modelField("merges", merges -> requireLonger(merges, bytes));
        }
    }

    /** The library cuts as many bytes off every right side. */
    private void requireLonger(JsonParser merges, int bytes) throws IOException {
        if (merges.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        for (JsonToken token; (token = merges.nextToken()) != JsonToken.END_ARRAY; ) {
            String right;
            if (token == JsonToken.START_ARRAY) {
                merges.nextToken();
                merges.nextToken();
                right = merges.getText();
                merges.nextToken();
            } else {
                right = merges.getText().substring(merges.getText().indexOf(' ') + 1);
            }
            byte[] piece = right.getBytes(StandardCharsets.UTF_8);
            boolean cuts =
                    piece.length > bytes && (piece[bytes] & CONTINUATION_MASK) != CONTINUATION;
            if (!cuts && piece.length != bytes) {
                throw refused("model.merges", "has a right side without continuing_subword_prefix");
            }
        }
    }

    private static boolean isOf(JsonNode step, String type) {
        return step.path("type").asText().equals(type);
    }

    private ModelRejectedException refused(String field, String problem) {
        return new ModelRejectedException(
                "%s: %s %s; export the model's fast tokenizer again"
                        .formatted(json.name(), field, problem));
    }
}
