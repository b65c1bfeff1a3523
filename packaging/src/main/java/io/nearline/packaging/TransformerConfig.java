package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the files of the transformers library say around a graph. The cut in {@code tokenizer.json}
 * is not asked for the window: published files carry whatever length their last user tokenised
 * with.
 */
final class TransformerConfig {
    private static final String CONFIG = "config.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final int ASSUMED_WINDOW = 256;

    /** Larger numbers in {@code tokenizer_config.json} mean that nobody set one. */
    private static final int LARGEST_MEANT = 1_000_000;

    /** These count positions from the padding id on, so two of their positions take no token. */
    private static final Set<String> OFFSET_POSITIONS =
            Set.of("roberta", "xlm-roberta", "camembert", "mpnet");

    private static final int OFFSET = 2;

    /** Heads that give scores of labels, tokens or answers, not a place in a space of meaning. */
    private static final List<String> HEADS =
            List.of(
                    "ForSequenceClassification",
                    "ForTokenClassification",
                    "ForQuestionAnswering",
                    "ForMultipleChoice",
                    "ForCausalLM");

    private final JsonHints hints;
    private final SentenceTransformer layout;

    TransformerConfig(Path source, SentenceTransformer layout) {
        this.hints = new JsonHints(source);
        this.layout = layout;
    }

    /**
     * As the reference has it: what the layout sets, else the smaller of what the tokenizer was set
     * to and of the positions; never more than there are positions for.
     */
    Inferred<Integer> maxTokens() throws IOException {
        Optional<Inferred<Integer>> positions = positions();
        Optional<Inferred<Integer>> meant = layout.encoder().window();
        if (meant.isEmpty()) {
            meant = number(TOKENIZER_CONFIG, "model_max_length");
        }
        return Stream.of(meant, positions)
                .flatMap(Optional::stream)
                .min((a, b) -> Integer.compare(a.value(), b.value()))
                .orElse(new Inferred<>(ASSUMED_WINDOW, "assumed: no file names it"));
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

    /** Words that the model was made for. */
    OptionalInt vocabularySize() throws IOException {
        JsonNode size = read(CONFIG).path("vocab_size");
        return size.isInt() ? OptionalInt.of(size.intValue()) : OptionalInt.empty();
    }

    /** What the tokenizer's Python class adds to {@code tokenizer.json}. */
    JsonNode tokenizer() throws IOException {
        return read(TOKENIZER_CONFIG);
    }

    /** Passes unless the model ends in a head; the layout uses an encoder without its head. */
    void requireEncoder() throws IOException {
        for (JsonNode architecture : read(CONFIG).path("architectures")) {
            String name = architecture.asText();
            boolean headed = HEADS.stream().anyMatch(name::endsWith);
            if (headed && !layout.isPresent()) {
                throw new ModelRejectedException(
                        "config.json names the architecture %s, which is no sentence encoder: give"
                                        .formatted(name)
                                + " the directory of one, as sentence-transformers saves it");
            }
        }
    }

    /** What the model has position weights for. */
    private Optional<Inferred<Integer>> positions() throws IOException {
        String type = read(CONFIG).path("model_type").asText();
        int offset = OFFSET_POSITIONS.contains(type) ? OFFSET : 0;
        return number(CONFIG, "max_position_embeddings")
                .map(all -> new Inferred<>(all.value() - offset, all.origin()));
    }

    private Optional<Inferred<Integer>> number(String file, String field) throws IOException {
        JsonNode value = read(file).path(field);
        return value.isNumber() && value.asDouble() > 0 && value.asDouble() < LARGEST_MEANT
                ? Optional.of(new Inferred<>(value.asInt(), file + ", " + field))
                : Optional.empty();
    }

    private JsonNode read(String file) throws IOException {
        for (String folder : layout.encoderFolders()) {
            if (hints.has(folder + file)) {
                return hints.read(folder + file);
            }
        }
        return MissingNode.getInstance();
    }
}
