package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.packaging.graph.EncoderWeights;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The weights of a BERT encoder by their roles, which are those of {@link EncoderWeights}. Each
 * learns or is frozen. Their native memory is that of the scope they were made in.
 */
final class EncoderParameters {
    private final int layers;
    private final Map<String, Parameter> byRole;

    private EncoderParameters(int layers, Map<String, Parameter> byRole) {
        this.layers = layers;
        this.byRole = Collections.unmodifiableMap(byRole);
    }

    /** Copies the weights of a graph. Nothing learns yet. */
    static EncoderParameters of(Scope scope, EncoderWeights weights) {
        Map<String, Parameter> byRole = new LinkedHashMap<>();
        for (String role : weights.roles()) {
            float[] values = weights.values(role);
            long[] shape = weights.shape(role);
            byRole.put(
                    role,
                    isProduct(role)
                            ? scope.parameter(
                                    role, transposed(values, shape[0]), shape[1], shape[0])
                            : scope.parameter(role, values, shape));
        }
        return new EncoderParameters(weights.layers(), byRole);
    }

    /**
     * The same weights, but for the last layers: they are copied as they are now, and learn.
     *
     * @param role of the tower's texts; its own weights are named by it
     * @param ownLayers how many it has for itself
     */
    EncoderParameters tower(Scope scope, Role role, int ownLayers) {
        String name = role.name().toLowerCase(Locale.ROOT) + ':';
        LearnedPart own = new LearnedPart(ownLayers, LearnedPart.Embeddings.FROZEN);
        Map<String, Parameter> tower = new LinkedHashMap<>();
        byRole.forEach(
                (weight, shared) -> {
                    if (own.includes(weight, layers)) {
                        Parameter copy =
                                scope.parameter(name + weight, shared.values(), shared.shape());
                        copy.learn();
                        tower.put(weight, copy);
                    } else {
                        tower.put(weight, shared);
                    }
                });
        return new EncoderParameters(layers, tower);
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

    int layers() {
        return layers;
    }

    Map<String, Parameter> byRole() {
        return byRole;
    }

    /** All weights, in the order of their roles. */
    List<Parameter> all() {
        return List.copyOf(byRole.values());
    }

    /** Lets a part of the weights learn and freezes the rest. */
    void learn(LearnedPart part) {
        byRole.forEach(
                (role, parameter) -> {
                    if (part.includes(role, layers)) {
                        parameter.learn();
                    } else {
                        parameter.freeze();
                    }
                });
    }

    /** The weights that learn. */
    List<Parameter> learning() {
        return byRole.values().stream().filter(Parameter::isLearning).toList();
    }

    /** How many layers from the first do not learn; none if the tables do. */
    int frozenLayers() {
        Set<String> learning =
                byRole.entrySet().stream()
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

    private static boolean isInLayer(String role) {
        return Character.isDigit(role.charAt(0));
    }

    /** All weights by role, laid out as {@link EncoderWeights#writeWith} takes them. */
    Map<String, float[]> export() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        byRole.forEach(
                (role, parameter) ->
                        weights.put(
                                role,
                                isProduct(role)
                                        ? transposed(parameter.values(), parameter.shape()[0])
                                        : parameter.values()));
        return weights;
    }
}
