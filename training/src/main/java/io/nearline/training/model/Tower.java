package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText.Role;
import java.util.Locale;
import java.util.Optional;

/**
 * How texts of one role enter a model that is trained.
 *
 * @param layers last ones that these texts have for themselves; those below are shared with posts.
 *     0 if they share all
 * @param prefix put before each of these texts; empty for the base's
 */
public record Tower(int layers, Optional<String> prefix) {

    /** The file of its graph, beside that of the posts. */
    public static String graph(Role role) {
        return role.name().toLowerCase(Locale.ROOT) + ".onnx";
    }
}
