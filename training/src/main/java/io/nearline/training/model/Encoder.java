package io.nearline.training.model;

import io.nearline.embedding.vector.Pooling;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A BERT encoder whose weights can learn: token ids to vectors of length 1. Roles of its weights
 * are those of {@link EncoderWeights}. Owns native memory; used by one thread.
 */
public final class Encoder implements AutoCloseable {
    /** Texts whose vectors are computed at once. */
    private static final int AT_ONCE = 64;

    /** Added to the scores of padding, whose share then is 0. */
    private static final float NEVER = -1e9f;

    private final Scope scope;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Pooling pooling;
    private final int layers;
    private final int heads;
    private final int width;
    private final float epsilon;
    private final Tensor scale;
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
        this.scope = parent.child();
        this.pooling = pooling;
        this.layers = weights.layers();
        this.heads = weights.heads();
        this.epsilon = weights.epsilon();
        this.width = Math.toIntExact(weights.shape("word")[1]);
        this.scale = scope.number((float) (1 / Math.sqrt((double) width / heads)));
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
        for (Parameter parameter : parameters.values()) {
            if (part.includes(parameter.name(), layers)) {
                parameter.learn();
            } else {
                parameter.freeze();
            }
        }
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
        for (int layer = 0; layer < layers; layer++) {
            String at = layer + ".";
            boolean learns =
                    learning().stream()
                            .map(Parameter::name)
                            .anyMatch(name -> name.startsWith(at) || !isInLayer(name));
            if (learns) {
                return layer;
            }
        }
        return layers;
    }

    /**
     * What a token takes from its forward pass until the backward pass is done, in bytes: the
     * results of {@link #layer} in the layers that learn, copies that products make, and what the
     * tables give.
     *
     * @param length tokens of its text, padding included
     */
    public long bytesAToken(int length) {
        long wide = get("0.wide.bias").size();
        long oneLayer = 14L * width + 2 * wide + 3L * heads * length;
        return Float.BYTES * ((layers - frozenLayers()) * oneLayer + 4L * width);
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
     * Vectors of length 1, {@code [text, dimension]}, in the texts' order. Texts of like length
     * share a padded batch.
     *
     * @param step owns the result
     */
    public Tensor embed(Scope step, List<int[]> texts) {
        Tensor all = null;
        for (List<Integer> group : LengthGroups.of(texts)) {
            // A product with ones puts rows in their places: concatenating may cut the gradient.
            float[] places = new float[texts.size() * group.size()];
            for (int i = 0; i < group.size(); i++) {
                places[group.get(i) * group.size() + i] = 1;
            }
            Tensor placed =
                    step.floats(places, texts.size(), group.size())
                            .product(pooled(step, group.stream().map(texts::get).toList()));
            all = all == null ? placed : all.plus(placed);
        }
        if (all == null) {
            throw new IllegalArgumentException("no texts");
        }
        return all.unit();
    }

    /**
     * As {@link #embed}, without learning: the same numbers. Memory is that of one group of texts
     * at a time.
     */
    public List<float[]> vectors(List<int[]> texts) {
        float[][] vectors = new float[texts.size()][];
        for (int from = 0; from < texts.size(); from += AT_ONCE) {
            List<int[]> some = texts.subList(from, Math.min(texts.size(), from + AT_ONCE));
            for (List<Integer> group : LengthGroups.of(some)) {
                StoppedException.throwIfInterrupted();
                try (Scope step = scope.child()) {
                    float[] rows =
                            pooled(step, group.stream().map(some::get).toList()).unit().toFloats();
                    for (int i = 0; i < group.size(); i++) {
                        vectors[from + group.get(i)] =
                                Arrays.copyOfRange(rows, i * width, (i + 1) * width);
                    }
                }
            }
        }
        return List.of(vectors);
    }

    private Tensor pooled(Scope step, List<int[]> texts) {
        int rows = texts.size();
        int longest = longest(texts);
        float[] padding = new float[rows * longest];
        float[] shares = new float[rows * longest];
        Arrays.fill(padding, NEVER);
        for (int row = 0; row < rows; row++) {
            int[] text = texts.get(row);
            for (int i = 0; i < text.length; i++) {
                padding[row * longest + i] = 0;
                shares[row * longest + i] = share(i, text.length);
            }
        }
        Tensor mask = step.floats(padding, rows, 1, 1, longest);
        FrozenOutputs kept = frozen;
        Tensor x =
                kept == null
                        ? layers(0, layers, embedded(step, texts), mask)
                        : layers(kept.layers(), layers, frozen(step, kept, texts), mask);
        return step.floats(shares, rows, 1, longest).product(x).reshaped(rows, width);
    }

    private static int longest(List<int[]> texts) {
        return texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    }

    private Tensor layers(int from, int to, Tensor x, Tensor mask) {
        Tensor at = x;
        for (int layer = from; layer < to; layer++) {
            at = layer(layer + ".", at, mask);
        }
        return at;
    }

    private Tensor frozen(Scope step, FrozenOutputs kept, List<int[]> texts) {
        int longest = longest(texts);
        float[] rows = new float[texts.size() * longest * width];
        for (int row = 0; row < texts.size(); row++) {
            float[] outputs = frozen(kept, texts.get(row));
            System.arraycopy(outputs, 0, rows, row * longest * width, outputs.length);
        }
        return step.floats(rows, texts.size(), longest, width);
    }

    /** By itself, so that it does not depend on the texts beside which it is first needed. */
    private float[] frozen(FrozenOutputs kept, int[] text) {
        return kept.find(text, text.length * width)
                .orElseGet(
                        () -> {
                            try (Scope alone = scope.child()) {
                                Tensor mask =
                                        alone.floats(new float[text.length], 1, 1, 1, text.length);
                                Tensor x = embedded(alone, List.of(text));
                                float[] outputs = layers(0, kept.layers(), x, mask).toFloats();
                                kept.keep(text, outputs);
                                return outputs;
                            }
                        });
    }

    private float share(int token, int tokens) {
        return switch (pooling) {
            case MEAN -> 1f / tokens;
            case CLS -> token == 0 ? 1 : 0;
            case NONE -> throw new IllegalStateException("refused when made");
        };
    }

    private Tensor embedded(Scope step, List<int[]> texts) {
        int longest = longest(texts);
        long[] ids = new long[texts.size() * longest];
        for (int row = 0; row < texts.size(); row++) {
            for (int i = 0; i < texts.get(row).length; i++) {
                ids[row * longest + i] = texts.get(row)[i];
            }
        }
        long[] places = new long[longest];
        Arrays.setAll(places, i -> i);
        Tensor sum =
                step.longs(ids, texts.size(), longest)
                        .rowsOf(get("word"))
                        .plus(step.longs(places, longest).rowsOf(get("position")));
        if (parameters.containsKey("type")) {
            sum = sum.plus(step.longs(new long[1], 1).rowsOf(get("type")));
        }
        return normalised(sum, "embedded");
    }

    private Tensor layer(String at, Tensor x, Tensor mask) {
        Tensor query = heads(x, at + "query", 0, 2, 1, 3).times(scale);
        Tensor key = heads(x, at + "key", 0, 2, 3, 1);
        Tensor value = heads(x, at + "value", 0, 2, 1, 3);
        Tensor shares = query.product(key).plus(mask).softmax();
        Tensor mixed = shares.product(value).transposed(0, 2, 1, 3).reshaped(x.shape());
        Tensor attended = normalised(linear(mixed, at + "projected").plus(x), at + "attended");
        Tensor wide = linear(attended, at + "wide").gelu();
        return normalised(linear(wide, at + "narrow").plus(attended), at + "output");
    }

    private Tensor heads(Tensor x, String role, int... order) {
        long[] shape = x.shape();
        return linear(x, role).reshaped(shape[0], shape[1], heads, width / heads).transposed(order);
    }

    private Tensor linear(Tensor x, String role) {
        return x.linear(get(role + ".weight"), get(role + ".bias"));
    }

    private Tensor normalised(Tensor x, String role) {
        return x.normalised(get(role + ".scale"), get(role + ".shift"), epsilon);
    }

    private Parameter get(String role) {
        Parameter parameter = parameters.get(role);
        if (parameter == null) {
            throw new IllegalArgumentException("no weights '%s'".formatted(role));
        }
        return parameter;
    }

    @Override
    public void close() {
        scope.close();
    }
}
