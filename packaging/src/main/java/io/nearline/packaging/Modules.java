package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code modules.json} says: the steps of a sentence-transformers model, first to last. */
final class Modules {
    static final String FILE = "modules.json";

    private static final String TRANSFORMER = "Transformer";
    private static final String POOLING = "Pooling";
    private static final String NORMALIZE = "Normalize";
    private static final Set<String> KEYS = Set.of("idx", "name", "path", "type", "kwargs");

    /** Does nothing but while training. */
    private static final String DROPOUT = "Dropout";

    private final JsonNode modules;

    private Modules(JsonNode modules) {
        this.modules = modules;
    }

    static Modules read(JsonHints hints) throws IOException {
        JsonNode modules = hints.read(FILE);
        if (!modules.isMissingNode() && !modules.isArray()) {
            throw new ModelRejectedException(FILE + " is no list of modules: copy it again");
        }
        return new Modules(modules);
    }

    boolean arePresent() {
        return !modules.isMissingNode();
    }

    boolean normalise() {
        return kinds().contains(NORMALIZE);
    }

    /** The folder of the encoder's settings, ending in a slash if it is not the root. */
    String encoderFolder() {
        return folder(TRANSFORMER, "");
    }

    /** As {@link #encoderFolder}, for the pooling. */
    String poolingFolder() {
        return folder(POOLING, "1_Pooling");
    }

    List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>();
        modules.forEach(module -> unknown.addAll(Keys.unknown(module, KEYS)));
        return unknown;
    }

    /** Passes if what follows the encoder is done here too. */
    void requireKnown() {
        List<String> kinds = new ArrayList<>(kinds());
        kinds.removeAll(List.of(DROPOUT));
        boolean known =
                kinds.isEmpty()
                        || List.of(TRANSFORMER, POOLING, NORMALIZE).equals(kinds)
                        || List.of(TRANSFORMER, POOLING).equals(kinds)
                        || List.of(TRANSFORMER).equals(kinds);
        if (!known) {
            throw new ModelRejectedException(
                    FILE
                            + " has "
                            + kinds
                            + ", of which only Transformer, Pooling and Normalize, in that order,"
                            + " are done outside the graph: export the whole model to one graph"
                            + " with the output sentence_embedding");
        }
    }

    private String folder(String kind, String otherwise) {
        for (JsonNode module : modules) {
            if (kind(module).equals(kind) && module.hasNonNull("path")) {
                return slashed(module.get("path").asText());
            }
        }
        return slashed(otherwise);
    }

    private static String slashed(String path) {
        Path folder = Path.of(path).normalize();
        if (folder.isAbsolute() || folder.startsWith("..")) {
            throw new ModelRejectedException(
                    "%s names the path %s: a module lies inside the model's directory"
                            .formatted(FILE, path));
        }
        return folder.toString().isEmpty() ? "" : folder + "/";
    }

    private List<String> kinds() {
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
