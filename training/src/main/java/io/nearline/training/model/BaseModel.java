package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.packaging.graph.UnrecognisedGraphException;
import io.nearline.training.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The bundle that training starts from. Owns the tokenizer's native memory. */
public final class BaseModel implements AutoCloseable {
    /** A letter that vocabularies do not have, alone. */
    private static final String HIEROGLYPH = "\ud80c\udc00";

    private final ModelBundle bundle;
    private final EncoderWeights weights;
    private final EncoderWeights trained;
    private final TextTokenizer tokenizer;

    private BaseModel(ModelBundle bundle, EncoderWeights weights, EncoderWeights trained) {
        this.bundle = bundle;
        this.weights = weights;
        this.trained = trained;
        this.tokenizer = TextTokenizer.open(bundle);
    }

    /**
     * Opens a bundle, whatever graph it serves; its exported graph must be a BERT in fp32.
     *
     * @throws ModelRejectedException if it is not
     */
    public static BaseModel open(Path directory) throws IOException {
        return open(directory, List.of());
    }

    /**
     * As {@link #open(Path)}, to train a model of fewer layers.
     *
     * @param layers of the base that it begins with, ascending from 1; none for all
     */
    public static BaseModel open(Path directory, List<Integer> layers) throws IOException {
        ModelBundle bundle = ModelBundle.open(directory);
        if (bundle.manifest().pooling() == Pooling.NONE) {
            throw new ModelRejectedException(
                    "%s pools inside its graph, so its token vectors cannot be trained: take a bundle"
                                    .formatted(directory)
                            + " whose graph gives one vector a token");
        }
        try {
            EncoderWeights weights = EncoderWeights.read(bundle.graph(), bundle.manifest());
            int most = layers.isEmpty() ? 0 : layers.get(layers.size() - 1);
            if (most > weights.layers()) {
                throw new ModelRejectedException(
                        "student.layers has %d, and %s has %d layers: give no more than that"
                                .formatted(most, directory, weights.layers()));
            }
            return new BaseModel(
                    bundle,
                    weights,
                    layers.isEmpty()
                            ? weights
                            : weights.keeping(layers.stream().map(layer -> layer - 1).toList()));
        } catch (UnrecognisedGraphException e) {
            throw new ModelRejectedException(
                    "%s cannot be trained: %s".formatted(bundle.graph(), e.getMessage()), e);
        }
    }

    public ModelBundle bundle() {
        return bundle;
    }

    public ModelManifest manifest() {
        return bundle.manifest();
    }

    /** On PyTorch, the weights that training begins with. */
    public Encoder encoder(Scope scope) {
        return new Encoder(scope, trained, manifest().pooling());
    }

    /** On PyTorch, all its weights. */
    public Encoder wholeEncoder(Scope scope) {
        return new Encoder(scope, weights, manifest().pooling());
    }

    /** How many it has. */
    public int layers() {
        return weights.layers();
    }

    /** Whether training begins with fewer layers than it has. */
    public boolean hasStudent() {
        return trained.layers() < weights.layers();
    }

    /** What serves its graph as it was exported. To be closed. */
    public ModelEncoder reference() {
        return ModelEncoder.openUntested(
                ModelBundle.draft(bundle.directory(), manifest().asExported()));
    }

    /** Writes its graph with other weights. */
    public void write(Map<String, float[]> changed, Path graph) throws IOException {
        trained.writeWith(changed, graph);
    }

    /** Writes its graph with other weights and with what a head makes of its vectors. */
    public void write(Map<String, float[]> changed, ProjectionHead head, Path graph)
            throws IOException {
        trained.writeProjected(changed, head.weights().values(), graph);
    }

    /** How the graph is to be read that {@link #write(Map, ProjectionHead, Path)} makes. */
    public ModelManifest manifest(ProjectionHead head) {
        return manifest().withPooledOutput(EncoderWeights.PROJECTED, head.size());
    }

    /** A text's ids, cut at the model's window, specials included. */
    public int[] tokenize(EmbeddableText text) {
        StoppedException.throwIfInterrupted();
        return Arrays.stream(tokenizer.tokenize(text).ids()).mapToInt(Math::toIntExact).toArray();
    }

    /** The id of what the vocabulary cannot write; -1 if it can write everything. */
    public int unknownToken() {
        int[] ids = tokenize(EmbeddableText.passage(HIEROGLYPH));
        return ids.length == 3 ? ids[1] : -1;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
