package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.EntryPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How texts of a role are to enter a bundle.
 *
 * @param role queries or members
 * @param prefix put before each text; empty for that of the posts, and for queries
 * @param graph path of a tower inside the source; empty where they go through the posts' graph
 */
public record RequestedEntry(Role role, Optional<String> prefix, Optional<String> graph) {

    /** Whether anything is asked for. */
    public boolean isAsked() {
        return prefix.isPresent() || graph.isPresent();
    }

    /** As the bundle has it; empty if nothing is asked for. */
    Optional<EntryPoint> inBundle() {
        return isAsked()
                ? Optional.of(
                        new EntryPoint(prefix.orElse(null), graph.map(any -> file()).orElse(null)))
                : Optional.empty();
    }

    /** Copies the tower, which must be one file with its weights inside. */
    void copyTo(BundleDraft draft, Path source) throws IOException {
        if (graph.isEmpty()) {
            return;
        }
        Path tower = source.resolve(graph.get());
        if (!Files.isRegularFile(tower)) {
            throw new ModelRejectedException(
                    "%s does not exist: name the graph of the texts of role %s"
                            .formatted(tower, role.name().toLowerCase(Locale.ROOT)));
        }
        draft.add(tower, file());
    }

    private String file() {
        return role.name().toLowerCase(Locale.ROOT) + ".onnx";
    }
}
