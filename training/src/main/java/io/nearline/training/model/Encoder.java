package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A BERT encoder whose weights can learn: token ids to vectors of length 1. Roles of its weights
 * are those of {@link EncoderWeights}. Owns native memory; used by one thread, beside which another
 * may {@link #prepare} texts.
 */
public final class Encoder implements AutoCloseable {
    /** Texts whose vectors are computed at once. */
    private static final int AT_ONCE = 64;

    /** Tokens of them, padding included. */
    private static final int ROWS_AT_ONCE = 2048;

    private final Scope parent;
    private final Scope scope;
    private final EncoderParameters parameters;
    private final Pooling pooling;
    private final int heads;
    private final float epsilon;
    private final int width;
    private final BertLayers bert;
    private @Nullable FrozenOutputs frozen;

    /**
     * Copies the weights. Nothing learns yet.
     *
     * @param pooling mean, or the first token's vector
     */
    public Encoder(Scope parent, EncoderWeights weights, Pooling pooling) {
        if (pooling == Pooling.NONE) {
            throw new IllegalArgumentException(
                    "the graph pools by itself; needed is one vector a token");
        }
        this.parent = parent;
        this.scope = parent.child();
        this.pooling = pooling;
        this.heads = weights.heads();
        this.parameters = EncoderParameters.of(scope, weights);
        this.epsilon = weights.epsilon();
        this.bert = new BertLayers(scope, parameters.byRole(), heads, epsilon);
        this.width = bert.width();
    }

    private Encoder(Encoder posts, Role role, int ownLayers) {
        this.scope = posts.parent.child();
        this.parent = posts.parent;
        this.pooling = posts.pooling;
        this.heads = posts.heads;
        this.epsilon = posts.epsilon;
        this.parameters = posts.parameters.tower(scope, role, ownLayers);
        this.bert = new BertLayers(scope, parameters.byRole(), heads, epsilon);
        this.width = bert.width();
    }

    /**
     * An encoder that shares the first layers and the tables with this one. Its last ones begin as
     * this one's are now, and learn.
     *
     * @param role of its texts; its own weights are named by it
     * @param ownLayers how many it has for itself
     */
    Encoder tower(Role role, int ownLayers) {
        return new Encoder(this, role, ownLayers);
    }

    /** Numbers in a vector. */
    public int dimensions() {
        return width;
    }

    public int layers() {
        return parameters.layers();
    }

    /** All weights, in the order of their roles. */
    public List<Parameter> parameters() {
        return parameters.all();
    }

    /** Lets a part of the weights learn and freezes the rest. */
    public void learn(LearnedPart part) {
        frozen = null;
        parameters.learn(part);
    }

    /** The weights that learn. */
    public List<Parameter> learning() {
        return parameters.learning();
    }

    /** All weights by role, laid out as {@link EncoderWeights#writeWith} takes them. */
    public Map<String, float[]> export() {
        return parameters.export();
    }

    /** How many layers from the first do not learn; none if the tables do. */
    public int frozenLayers() {
        return parameters.frozenLayers();
    }

    /**
     * What a token takes from its forward pass until the backward pass is done, in bytes.
     *
     * @param length tokens of its text, padding included
     */
    public long bytesAToken(int length) {
        return Float.BYTES * bert.numbersAToken(layers() - frozenLayers(), length);
    }

    /**
     * Keeps what the frozen layers give, from now on.
     *
     * @param outputs of encoders with the same weights up to there; closed by the caller
     */
    public void keep(FrozenOutputs outputs) {
        if (outputs.layers() > frozenLayers()) {
            throw new IllegalArgumentException(
                    "the first %d layers must be frozen, and %d are"
                            .formatted(outputs.layers(), frozenLayers()));
        }
        frozen = outputs;
    }

    /**
     * Vectors of length 1, {@code [text, dimension]}, in the texts' order.
     *
     * @param step owns the result
     */
    public Tensor embed(Scope step, List<int[]> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no texts");
        }
        TokenRows rows = TokenRows.of(texts);
        return rows.inOrder(step, pooled(step, rows)).unit();
    }

    /** As {@link #embed}, without learning: the same numbers. Memory is that of some texts. */
    public List<float[]> vectors(List<int[]> texts) {
        float[][] vectors = new float[texts.size()][];
        for (int from = 0; from < texts.size(); from += AT_ONCE) {
            List<int[]> some = texts.subList(from, Math.min(texts.size(), from + AT_ONCE));
            for (TokenRows rows : TokenRows.parts(some, ROWS_AT_ONCE)) {
                StoppedException.throwIfInterrupted();
                try (Scope step = scope.child()) {
                    float[] all = pooled(step, rows).unit().toFloats();
                    for (int i = 0; i < rows.size(); i++) {
                        vectors[from + rows.text(i)] =
                                Arrays.copyOfRange(all, i * width, (i + 1) * width);
                    }
                }
            }
        }
        return List.of(vectors);
    }

    /**
     * Computes what is kept of the frozen layers, so that it is found when the texts are learned.
     * Another thread may learn meanwhile.
     */
    public void prepare(List<int[]> texts) {
        FrozenOutputs kept = frozen;
        if (kept != null) {
            texts.stream()
                    .takeWhile(text -> kept.hasRoom())
                    .filter(text -> !kept.has(text))
                    .forEach(text -> frozen(kept, text));
        }
    }

    private Tensor pooled(Scope step, TokenRows rows) {
        FrozenOutputs kept = frozen;
        Tensor x =
                kept == null
                        ? bert.of(step, 0, layers(), bert.embedded(step, rows), rows)
                        : bert.of(step, kept.layers(), layers(), frozen(step, kept, rows), rows);
        return rows.pooled(step, x, pooling);
    }

    private Tensor frozen(Scope step, FrozenOutputs kept, TokenRows rows) {
        float[] all = new float[rows.count() * width];
        rows.forEach(
                (text, row) -> {
                    float[] outputs = frozen(kept, text);
                    System.arraycopy(outputs, 0, all, row * width, outputs.length);
                });
        return step.floats(all, rows.count(), width);
    }

    /** By itself, so that it does not depend on the texts beside which it is first needed. */
    private float[] frozen(FrozenOutputs kept, int[] text) {
        return kept.find(text, text.length * width)
                .orElseGet(
                        () -> {
                            try (Scope alone = scope.child()) {
                                TokenRows rows = TokenRows.of(text);
                                Tensor x = bert.embedded(alone, rows);
                                float[] outputs =
                                        bert.of(alone, 0, kept.layers(), x, rows).toFloats();
                                kept.keep(text, outputs);
                                return outputs;
                            }
                        });
    }

    @Override
    public void close() {
        scope.close();
    }
}
