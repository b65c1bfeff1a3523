package io.nearline.embedding.bundle;

import io.nearline.embedding.EmbeddableText.Role;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A manifest as the text that a bundle's digest is of: one {@code key=value} a line in fixed order.
 * Digests live in published vectors: never change a line of it.
 */
final class ManifestText {

    private ManifestText() {}

    /** The text. */
    static String of(ModelManifest manifest) {
        StringBuilder text = new StringBuilder("nearline-model-1\n");
        line(text, "name", manifest.name());
        line(text, "dimensions", manifest.dimensions());
        line(text, "maxTokens", manifest.maxTokens());
        line(text, "pooling", manifest.pooling());
        line(text, "normalise", manifest.normalise());
        line(text, "queryPrefix", manifest.queryPrefix());
        line(text, "passagePrefix", manifest.passagePrefix());
        GraphInputs inputs = manifest.inputs();
        line(text, "inputs.ids", inputs.ids());
        inputs.padding().ifPresent(input -> line(text, "inputs.mask", input));
        inputs.segments().ifPresent(input -> line(text, "inputs.tokenTypes", input));
        line(text, "output", manifest.output());
        line(text, "precision", manifest.precision());
        if (manifest.padToken() != 0) {
            line(text, "padToken", manifest.padToken());
        }
        if (manifest.optimised() != null) {
            append(manifest.optimised(), text);
        }
        manifest.outputs().forEach(one -> append(one, text));
        EntryPoints entries = manifest.entryPoints();
        if (entries != null) {
            for (Role role : Role.values()) {
                entries.of(role).ifPresent(one -> append(role, one, text));
            }
        }
        new TreeMap<>(manifest.files())
                .forEach((file, digest) -> line(text, "files." + file, digest));
        return text.toString();
    }

    private static void append(OptimisedGraph graph, StringBuilder text) {
        line(text, "optimised.file", graph.file());
        line(text, "optimised.inputs.ids", graph.inputs().ids());
        graph.inputs().padding().ifPresent(in -> line(text, "optimised.inputs.mask", in));
        graph.inputs().segments().ifPresent(in -> line(text, "optimised.inputs.tokenTypes", in));
        line(text, "optimised.output", graph.output());
        new TreeMap<>(graph.fused())
                .forEach((what, times) -> line(text, "optimised.fused." + what, times));
        if (graph.batchInvariant()) {
            line(text, "optimised.batchInvariant", true);
        }
    }

    private static void append(Role role, EntryPoint entry, StringBuilder text) {
        String key = "entryPoints." + role.name().toLowerCase(Locale.ROOT);
        if (entry.prefix() != null) {
            line(text, key + ".prefix", entry.prefix());
        }
        if (entry.graph() != null) {
            line(text, key + ".graph", entry.graph());
        }
    }

    private static void append(ModelOutput one, StringBuilder text) {
        String key = "outputs." + one.name();
        if (one.isBeginning()) {
            line(text, key + ".prefix", one.size());
        } else {
            line(text, key + ".output", Objects.requireNonNull(one.output()));
            line(text, key + ".dimensions", one.size());
            line(text, key + ".pooling", Objects.requireNonNull(one.pooling()));
        }
    }

    private static void line(StringBuilder text, String key, Object value) {
        // Values are quoted by length, so that none can pass for the next line.
        String plain = value.toString();
        text.append(key).append('=').append(plain.length()).append(':').append(plain).append('\n');
    }
}
