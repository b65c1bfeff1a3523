package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The id with which a tokenizer pads; the mask hides it, so a wrong one costs nothing. */
final class PadToken {
    private static final Set<String> USUAL = Set.of("[PAD]", "<pad>");

    private PadToken() {}

    static Inferred<Integer> of(Path tokenizer) throws IOException {
        String file = tokenizer.getFileName().toString();
        JsonNode json = new JsonHints(tokenizer.resolveSibling("")).read(file);
        JsonNode padding = json.path("padding").path("pad_id");
        if (padding.isInt()) {
            return new Inferred<>(padding.asInt(), file + ", padding.pad_id");
        }
        for (JsonNode token : json.path("added_tokens")) {
            if (USUAL.contains(token.path("content").asText())) {
                return new Inferred<>(token.path("id").asInt(), file + ", added_tokens");
            }
        }
        return new Inferred<>(0, "assumed: " + file + " names none");
    }
}
