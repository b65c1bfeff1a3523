package io.nearline.embedding.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Sizes that the files around a graph tell. The cut in {@code tokenizer.json} is not asked for the
 * window: published files carry whatever length their last user tokenised with.
 */
final class TransformerConfig {
    private static final String CONFIG = "config.json";
    private static final int ASSUMED_WINDOW = 256;

    /** Larger numbers in {@code tokenizer_config.json} mean that nobody set one. */
    private static final int LARGEST_MEANT = 1_000_000;

    /** These count positions from the padding id on, so two of their positions take no token. */
    private static final Set<String> OFFSET_POSITIONS =
            Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

    private static final int OFFSET = 2;

    private final JsonHints hints;

    TransformerConfig(Path source) {
        this.hints = new JsonHints(source);
    }

    /** What the model was trained or set to read, never more than it has positions for. */
    Inferred<Integer> maxTokens() throws IOException {
        Optional<Inferred<Integer>> positions = positions();
        Inferred<Integer> meant =
                number("sentence_bert_config.json", "max_seq_length")
                        .or(() -> positions)
                        .orElse(new Inferred<>(ASSUMED_WINDOW, "assumed: no file names it"));
        return positions.filter(limit -> limit.value() < meant.value()).orElse(meant);
    }

    /** For a graph whose output leaves them open. */
    Inferred<Integer> dimensions() throws IOException {
        return number(CONFIG, "hidden_size")
                .orElseThrow(
                        () ->
                                new ModelRejectedException(
                                        "the graph's output does not fix its dimensions and there"
                                                + " is no hidden_size in config.json: add the"
                                                + " model's config.json"));
    }

    /** What the model has position weights for, or else what its tokenizer was set to. */
    private Optional<Inferred<Integer>> positions() throws IOException {
        Optional<Inferred<Integer>> weights = number(CONFIG, "max_position_embeddings");
        if (weights.isEmpty()) {
            return number("tokenizer_config.json", "model_max_length");
        }
        String type = hints.read(CONFIG).path("model_type").asText();
        int offset = OFFSET_POSITIONS.contains(type) ? OFFSET : 0;
        return weights.map(all -> new Inferred<>(all.value() - offset, all.origin()));
    }

    private Optional<Inferred<Integer>> number(String file, String field) throws IOException {
        JsonNode value = hints.read(file).path(field);
        return value.isNumber() && value.asDouble() > 0 && value.asDouble() < LARGEST_MEANT
                ? Optional.of(new Inferred<>(value.asInt(), file + ", " + field))
                : Optional.empty();
    }
}
