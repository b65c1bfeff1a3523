package io.nearline.training.model;

import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What BERT computes (Devlin et al. 2019), over the rows of texts. */
final class BertLayers {
    private final Map<String, Parameter> parameters;
    private final int heads;
    private final int width;
    private final float epsilon;
    private final Tensor scale;

    /**
     * With these weights, whichever values they have when something is computed.
     *
     * @param scope lives as long as this
     */
    BertLayers(Scope scope, Map<String, Parameter> parameters, int heads, float epsilon) {
        this.parameters = parameters;
        this.heads = heads;
        this.width = Math.toIntExact(get("word").shape()[1]);
        this.epsilon = epsilon;
        this.scale = scope.number((float) (1 / Math.sqrt((double) width / heads)));
    }

    int width() {
        return width;
    }

    /** What the first layer reads. */
    Tensor embedded(Scope step, TokenRows rows) {
        Tensor sum =
                rows.ids(step)
                        .rowsOf(get("word"))
                        .plus(rows.positions(step).rowsOf(get("position")));
        if (parameters.containsKey("type")) {
            sum = sum.plus(step.longs(new long[1], 1).rowsOf(get("type")));
        }
        return normalised(sum, "embedded");
    }

    /**
     * What some layers make of rows. Of a layer's own tensors those are freed at its end that the
     * backward pass does not read.
     *
     * @param from the first of them, from 0
     * @param to behind the last one
     */
    Tensor of(Scope step, int from, int to, Tensor x, TokenRows rows) {
        List<Optional<Tensor>> masks =
                rows.groups().stream().map(group -> group.mask(step)).toList();
        Tensor at = x;
        for (int layer = from; layer < to; layer++) {
            try (Scope inner = step.child()) {
                at = step.taken(layer(layer + ".", inner.lent(at), rows, masks));
            }
        }
        return at;
    }

    /**
     * Numbers that a token takes until the backward pass is done: what that reads of each layer
     * that learns, all that one layer makes while it is computed, and what the tables give.
     *
     * @param length tokens of its text, padding included
     */
    long numbersAToken(int learning, int length) {
        long wide = get("0.wide.bias").size();
        long read = 8L * width + 2 * wide + (long) heads * length;
        long made = 14L * width + 2 * wide + 3L * heads * length;
        return learning * read + made + 4L * width;
    }

    private Tensor layer(String at, Tensor x, TokenRows rows, List<Optional<Tensor>> masks) {
        List<Tensor> queries = linear(x, at + "query").times(scale).split(rows.sizes());
        List<Tensor> keys = linear(x, at + "key").split(rows.sizes());
        List<Tensor> values = linear(x, at + "value").split(rows.sizes());
        List<Tensor> mixed = new ArrayList<>();
        for (int i = 0; i < masks.size(); i++) {
            TextGroup group = rows.groups().get(i);
            Tensor scores =
                    heads(queries.get(i), group, 0, 2, 1, 3)
                            .product(heads(keys.get(i), group, 0, 2, 3, 1));
            Tensor shares = masks.get(i).map(scores::plus).orElse(scores).softmax();
            mixed.add(
                    shares.product(heads(values.get(i), group, 0, 2, 1, 3))
                            .transposed(0, 2, 1, 3)
                            .reshaped(group.rows(), width));
        }
        Tensor projected = linear(Tensor.joined(mixed), at + "projected");
        Tensor attended = normalised(projected.plus(x), at + "attended");
        Tensor wide = linear(attended, at + "wide").gelu();
        return normalised(linear(wide, at + "narrow").plus(attended), at + "output");
    }

    private Tensor heads(Tensor x, TextGroup group, int... order) {
        return x.reshaped(group.size(), group.longest(), heads, width / heads).transposed(order);
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
}
