package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the pooling's {@code config.json} says. Since 5.4 sentence-transformers writes the mode as a
 * text or a list, before as a flag for each.
 */
final class PoolingConfig {
    private static final String FLAG = "pooling_mode_";
    private static final String MODE = "pooling_mode";
    private static final String INCLUDE_PROMPT = "include_prompt";

    private static final Map<String, Pooling> MODES =
            Map.of("mean", Pooling.MEAN, "cls", Pooling.CLS);

    private static final Map<String, String> FLAGS =
            Map.of(
                    "pooling_mode_cls_token", "cls",
                    "pooling_mode_mean_tokens", "mean",
                    "pooling_mode_max_tokens", "max",
                    "pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens",
                    "pooling_mode_weightedmean_tokens", "weightedmean",
                    "pooling_mode_lasttoken", "lasttoken");

    private static final List<String> WIDTHS =
            List.of("embedding_dimension", "word_embedding_dimension");

    private final String file;
    private final JsonNode config;

    private PoolingConfig(String file, JsonNode config) {
        this.file = file;
        this.config = config;
    }

    static PoolingConfig read(JsonHints hints, Modules modules) throws IOException {
        String file = modules.poolingFolder() + "config.json";
        return new PoolingConfig(file, hints.read(file));
    }

    /** The one mode, if it is one that is done here. */
    Inferred<Pooling> pooling() {
        if (config.isMissingNode()) {
            return new Inferred<>(Pooling.MEAN, "assumed: there is no " + file);
        }
        requireKnownKeys();
        List<String> modes = modes();
        if (modes.size() == 1 && MODES.containsKey(modes.get(0))) {
            return new Inferred<>(MODES.get(modes.get(0)), file);
        }
        throw new ModelRejectedException(
                file
                        + " asks for "
                        + modes
                        + ": only mean or cls pooling is done here; export the graph with its"
                        + " pooling inside, with the output sentence_embedding");
    }

    /**
     * Passes unless tokens of a prompt shall not count.
     *
     * @param prefixes those put before texts
     */
    void requirePromptsThatCount(Pooling pooling, List<String> prefixes) {
        boolean left =
                config.path(INCLUDE_PROMPT).isBoolean() && !config.path(INCLUDE_PROMPT).asBoolean();
        if (left
                && pooling == Pooling.MEAN
                && prefixes.stream().anyMatch(prefix -> !prefix.isEmpty())) {
            throw new ModelRejectedException(
                    file
                            + " has include_prompt false, and a prefix is set: its tokens would be"
                            + " left out of the mean, which is not done here. Use the model without"
                            + " prefixes (--query-prefix \"\" --passage-prefix \"\"), or another"
                            + " model");
        }
    }

    /** Passes if the graph's vectors are as long as the pooling expects. */
    void requireDimensions(int dimensions) {
        for (String key : WIDTHS) {
            if (config.path(key).isInt() && config.path(key).intValue() != dimensions) {
                throw new ModelRejectedException(
                        "%s has %s %d, the graph gives %d: the two belong to different models"
                                .formatted(file, key, config.path(key).intValue(), dimensions));
            }
        }
    }

    /** Keys that decide nothing here, where the pooling was requested or is in the graph. */
    List<String> unknownKeys() {
        return Keys.unknown(config, known()).stream().map(key -> file + ": " + key).toList();
    }

    private void requireKnownKeys() {
        List<String> unknown = Keys.unknown(config, known());
        unknown.removeIf(key -> key.startsWith(FLAG));
        if (!unknown.isEmpty()) {
            throw new ModelRejectedException(
                    "%s has %s, which this release does not know, and which may change the vectors:"
                                    .formatted(file, unknown)
                            + " remove it if it does not, or give --pooling");
        }
    }

    private static Set<String> known() {
        Set<String> known = new java.util.TreeSet<>(FLAGS.keySet());
        known.addAll(WIDTHS);
        known.addAll(List.of(MODE, INCLUDE_PROMPT));
        return known;
    }

    /**
     * As the reference reads them: the new key counts before the flags, and mean is the default.
     */
    private List<String> modes() {
        List<String> modes = new ArrayList<>();
        JsonNode mode = config.path(MODE);
        if (mode.isTextual()) {
            modes.add(mode.textValue());
        } else if (!mode.isMissingNode() && !mode.isNull()) {
            mode.forEach(one -> modes.add(one.asText()));
            return modes.isEmpty() ? List.of(mode.toString()) : modes;
        } else {
            for (Map.Entry<String, JsonNode> field : config.properties()) {
                if (field.getKey().startsWith(FLAG) && field.getValue().asBoolean()) {
                    modes.add(FLAGS.getOrDefault(field.getKey(), field.getKey()));
                }
            }
            if (modes.isEmpty()) {
                modes.add("mean");
            }
        }
        return modes;
    }
}
