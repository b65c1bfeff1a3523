package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.EntryPoint;
import io.nearline.embedding.bundle.EntryPoints;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.tokenize.TokenizerJson;
import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.packaging.graph.UnrecognisedGraphException;
import io.nearline.training.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bundle that training starts from. Owns the tokenizer's native memory. */
public final class BaseModel implements AutoCloseable {
    private final ModelBundle bundle;
    private final EncoderWeights weights;
    private final EncoderWeights trained;
    private final ModelTokenizer tokenizer;
    private final ModelTokenizer trainedTokenizer;
    private final Optional<LargerVocabulary> vocabulary;
    private final Map<Role, Tower> towers;

    private BaseModel(
            ModelBundle bundle, EncoderWeights weights, EncoderWeights layers, ModelStart start) {
        Optional<LargerVocabulary.Wanted> wanted = start.vocabulary();
        this.bundle = bundle;
        this.weights = weights;
        this.towers = start.towers();
        this.tokenizer =
                new ModelTokenizer(TokenizerJson.read(bundle.tokenizer()), bundle.manifest());
        try {
            float[] table = wanted.isPresent() ? weights.values("word") : new float[0];
            int width = Math.toIntExact(weights.shape("word")[1]);
            this.vocabulary =
                    wanted.map(
                            pieces ->
                                    LargerVocabulary.learn(
                                            tokenizer.json(),
                                            table.length / width,
                                            pieces,
                                            tokenizer::ids));
            this.trained =
                    vocabulary
                            .map(larger -> layers.withMoreWords(larger.rows(table, width)))
                            .orElse(layers);
            this.trainedTokenizer =
                    vocabulary.isEmpty() && towers.isEmpty()
                            ? tokenizer
                            : new ModelTokenizer(
                                    vocabulary
                                            .map(larger -> larger.addedTo(tokenizer.json()))
                                            .orElse(tokenizer.json()),
                                    entered(bundle.manifest()));
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * Opens a bundle, whatever graph it serves; its exported graph must be a BERT in fp32.
     *
     * @throws ModelRejectedException if it is not
     */
    public static BaseModel open(Path directory) throws IOException {
        return open(directory, ModelStart.WHOLE);
    }

    /**
     * As {@link #open(Path)}, to train a model of fewer layers or with a larger vocabulary.
     *
     * @param start what it begins with
     */
    public static BaseModel open(Path directory, ModelStart start) throws IOException {
        List<Integer> layers = start.layers();
        ModelBundle bundle = ModelBundle.open(directory);
        if (bundle.manifest().pooling() == Pooling.NONE) {
            throw new ModelRejectedException(
                    "%s pools inside its graph, so its token vectors cannot be trained: take a bundle"
                                    .formatted(directory)
                            + " whose graph gives one vector a token");
        }
        for (Role role : Role.values()) {
            if (!bundle.manifest().graphOf(role).equals(bundle.manifest().graphOf(Role.PASSAGE))) {
                throw new ModelRejectedException(
                        "%s has a tower of its own for texts of role %s, which training would leave out: take a bundle whose texts all go through one graph, and give the plan towers"
                                .formatted(directory, role));
            }
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
                            : weights.keeping(layers.stream().map(layer -> layer - 1).toList()),
                    start);
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

    /** The same, with how queries and members enter the model that is trained. */
    public ModelManifest entered(ModelManifest read) {
        Optional<String> queryPrefix =
                Optional.ofNullable(towers.get(Role.QUERY)).flatMap(Tower::prefix);
        String ofPosts = manifest().passagePrefix();
        String memberPrefix =
                Optional.ofNullable(towers.get(Role.MEMBER))
                        .flatMap(Tower::prefix)
                        .orElse(manifest().prefix(Role.MEMBER));
        EntryPoint query = entry(null, Role.QUERY);
        EntryPoint member = entry(memberPrefix.equals(ofPosts) ? null : memberPrefix, Role.MEMBER);
        return read.withEntries(
                queryPrefix.orElse(manifest().queryPrefix()),
                query == null && member == null ? null : new EntryPoints(query, member));
    }

    private @Nullable EntryPoint entry(@Nullable String prefix, Role role) {
        Tower tower = towers.get(role);
        String graph = tower == null || tower.layers() == 0 ? null : Tower.graph(role);
        return prefix == null && graph == null ? null : new EntryPoint(prefix, graph);
    }

    /** A text's ids of the base, cut at the model's window, specials included. */
    public int[] tokenize(EmbeddableText text) {
        return tokenizer.ids(text);
    }

    /** The tokenizer of the model that is trained: the base's own, or with more pieces. */
    public ModelTokenizer trainedTokenizer() {
        return trainedTokenizer;
    }

    /** What the model that is trained has beside the base's pieces. */
    public Optional<LargerVocabulary> vocabulary() {
        return vocabulary;
    }

    /** The base's ids of a text that {@link #trainedTokenizer} gave ids; may be more of them. */
    public int[] inBase(int[] ids) {
        return vocabulary.map(larger -> larger.inBase(ids)).orElse(ids);
    }

    @Override
    public void close() {
        if (trainedTokenizer != tokenizer) {
            trainedTokenizer.close();
        }
        tokenizer.close();
    }
}
