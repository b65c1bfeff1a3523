package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the files of the sentence-transformers layout say about a model; each may be absent, and
 * then the layout's own default holds. The rules are those of sentence-transformers 5.
 */
final class SentenceTransformer {
    private final Modules modules;
    private final EncoderConfig encoder;
    private final PoolingConfig pooling;
    private final Prompts prompts;

    private SentenceTransformer(
            Modules modules, EncoderConfig encoder, PoolingConfig pooling, Prompts prompts) {
        this.modules = modules;
        this.encoder = encoder;
        this.pooling = pooling;
        this.prompts = prompts;
    }

    static SentenceTransformer read(Path source) throws IOException {
        JsonHints hints = new JsonHints(source);
        Modules modules = Modules.read(hints);
        return new SentenceTransformer(
                modules,
                EncoderConfig.read(hints, modules),
                PoolingConfig.read(hints, modules),
                Prompts.read(hints));
    }

    /** Folders in which the encoder's files may lie, first the one that the layout names. */
    List<String> encoderFolders() {
        return Stream.of(modules.encoderFolder(), "").distinct().toList();
    }

    boolean isPresent() {
        return modules.arePresent();
    }

    EncoderConfig encoder() {
        return encoder;
    }

    /** The layout's own pooling. */
    Inferred<Pooling> pooling() {
        return pooling.pooling();
    }

    Inferred<VectorLength> length() {
        if (!modules.arePresent()) {
            return new Inferred<>(VectorLength.UNIT, "assumed: there is no " + Modules.FILE);
        }
        return modules.normalise()
                ? new Inferred<>(VectorLength.UNIT, Modules.FILE + " has Normalize")
                : new Inferred<>(VectorLength.AS_COMPUTED, Modules.FILE + " has no Normalize");
    }

    Inferred<String> prefix(Role role) {
        return prompts.prefix(role);
    }

    /**
     * Passes if all that the layout does to a vector is done here, or in the graph.
     *
     * @param pooled how the graph's output becomes one vector
     * @param prefixes what is put before texts
     */
    void requireFaithful(Pooling pooled, int dimensions, List<String> prefixes) {
        encoder.requireKnown();
        prompts.requireWholeVectors();
        if (pooled != Pooling.NONE) {
            modules.requireKnown();
            pooling.requireDimensions(dimensions);
            pooling.requirePromptsThatCount(pooled, prefixes);
        }
    }

    /** Keys that this release does not know, each after its file. */
    List<String> notLookedAt() {
        return Stream.of(
                        modules.unknownKeys().stream().map(key -> Modules.FILE + ": " + key),
                        encoder.unknownKeys().stream(),
                        pooling.unknownKeys().stream(),
                        prompts.unknownKeys().stream())
                .flatMap(keys -> keys)
                .toList();
    }
}
