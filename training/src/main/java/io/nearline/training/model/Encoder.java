package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** By the role of a weight. */
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    private final Pooling pooling;
    private final int layers;
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
        this.layers = weights.layers();
        this.heads = weights.heads();
        for (String role : weights.roles()) {
            float[] values = weights.values(role);
            long[] shape = weights.shape(role);
            parameters.put(
                    role,
                    isProduct(role)
                            ? scope.parameter(
                                    role, transposed(values, shape[0]), shape[1], shape[0])
                            : scope.parameter(role, values, shape));
        }
        this.epsilon = weights.epsilon();
        this.bert = new BertLayers(scope, parameters, heads, epsilon);
        this.width = bert.width();
    }

    private Encoder(Encoder posts, Role role, int ownLayers) {
        this.scope = posts.parent.child();
        this.parent = posts.parent;
        this.pooling = posts.pooling;
        this.layers = posts.layers;
        this.heads = posts.heads;
        this.epsilon = posts.epsilon;
        String name = role.name().toLowerCase(Locale.ROOT) + ':';
        LearnedPart own = new LearnedPart(ownLayers, LearnedPart.Embeddings.FROZEN);
        posts.parameters.forEach(
                (weight, shared) -> {
                    if (own.includes(weight, layers)) {
                        Parameter copy =
                                scope.parameter(name + weight, shared.values(), shared.shape());
                        copy.learn();
                        parameters.put(weight, copy);
                    } else {
                        parameters.put(weight, shared);
                    }
                });
        this.bert = new BertLayers(scope, parameters, heads, epsilon);
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

    /** A product's weights are {@code [in, out]} in a graph and {@code [out, in]} here. */
    private static boolean isProduct(String role) {
        return role.endsWith(".weight");
    }

    private static float[] transposed(float[] values, long rows) {
        int height = Math.toIntExact(rows);
        int columns = values.length / height;
        float[] turned = new float[values.length];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * height + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    /** Numbers in a vector. */
    public int dimensions() {
        return width;
    }

    public int layers() {
        return layers;
    }

    /** All weights, in the order of their roles. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** Lets a part of the weights learn and freezes the rest. */
    public void learn(LearnedPart part) {
        frozen = null;
        parameters.forEach(
                (role, parameter) -> {
                    if (part.includes(role, layers)) {
                        parameter.learn();
                    } else {
                        parameter.freeze();
                    }
                });
    }

    /** The weights that learn. */
    public List<Parameter> learning() {
        return parameters.values().stream().filter(Parameter::isLearning).toList();
    }

    /** All weights by role, laid out as {@link EncoderWeights#writeWith} takes them. */
    public Map<String, float[]> export() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        parameters.forEach(
                (role, parameter) ->
                        weights.put(
                                role,
                                isProduct(role)
                                        ? transposed(parameter.values(), parameter.shape()[0])
                                        : parameter.values()));
        return weights;
    }

    /** How many layers from the first do not learn; none if the tables do. */
    public int frozenLayers() {
        Set<String> learning =
                parameters.entrySet().stream()
                        .filter(weight -> weight.getValue().isLearning())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        for (int layer = 0; layer < layers; layer++) {
            String at = layer + ".";
            boolean learns =
                    learning.stream().anyMatch(role -> role.startsWith(at) || !isInLayer(role));
            if (learns) {
                return layer;
            }
        }
        return layers;
    }

    /**
     * What a token takes from its forward pass until the backward pass is done, in bytes.
     *
     * @param length tokens of its text, padding included
     */
    public long bytesAToken(int length) {
        return Float.BYTES * bert.numbersAToken(layers - frozenLayers(), length);
    }

    private static boolean isInLayer(String role) {
        return Character.isDigit(role.charAt(0));
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
                        ? bert.of(step, 0, layers, bert.embedded(step, rows), rows)
                        : bert.of(step, kept.layers(), layers, frozen(step, kept, rows), rows);
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
