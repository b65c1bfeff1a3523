package io.nearline.packaging.graph;

import static io.nearline.packaging.graph.Pattern.any;
import static io.nearline.packaging.graph.Pattern.either;
import static io.nearline.packaging.graph.Pattern.matrix;
import static io.nearline.packaging.graph.Pattern.op;
import static io.nearline.packaging.graph.Pattern.value;
import static io.nearline.packaging.graph.Pattern.vector;

import io.nearline.embedding.bundle.ModelManifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the weights of a BERT stand in its graph: found from the output backwards, layer by layer.
 *
 * @param valueOfRole the constant's name by role, as {@link EncoderWeights} names them
 * @param outputs names of the values between layers: what the first one reads, then what each gives
 * @param heads of each attention
 * @param epsilon of all layer normalisations
 */
record EncoderForm(
        Map<String, String> valueOfRole, List<String> outputs, int heads, float epsilon) {
    private static final Pattern OUTPUT =
            normalised(op("Add", product("narrow", any("active")), any("attended")));
    private static final Pattern WIDE = product("wide", any("attended"));
    private static final Pattern ATTENDED =
            normalised(op("Add", product("projected", any("mixed")), any("x")));

    private static final List<String> PRODUCTS =
            List.of("query", "key", "value", "projected", "wide", "narrow");

    /** How many. */
    int layers() {
        return outputs.size() - 1;
    }

    private static Pattern product(String name, Pattern of) {
        return op("Add", op("MatMul", of, matrix(name + "Weight")), vector(name + "Bias"));
    }

    private static Pattern normalised(Pattern of) {
        return op("LayerNormalization", of, vector("scale"), vector("shift"));
    }

    /**
     * Finds them.
     *
     * @param graph its layer normalisations are single operators
     * @throws UnrecognisedGraphException if the graph has another form
     */
    static EncoderForm of(Graph graph, ModelManifest manifest) throws UnrecognisedGraphException {
        Pattern embedded = embedded(manifest);
        List<Layer> layers = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String at = manifest.output();
        outputs.add(at);
        Optional<Match> start = first(embedded, graph, at);
        while (start.isEmpty()) {
            Layer layer = Layer.endingIn(graph, at);
            layers.add(layer);
            at = layer.match().value("x");
            outputs.add(at);
            start = first(embedded, graph, at);
        }
        if (layers.isEmpty()) {
            throw new UnrecognisedGraphException("it has no layer of attention");
        }
        Collections.reverse(layers);
        Collections.reverse(outputs);
        Map<String, String> roles = new LinkedHashMap<>();
        for (String table : List.of("word", "position", "type")) {
            if (start.get().has(table)) {
                roles.put(table, start.get().value(table));
            }
        }
        roles.put("embedded.scale", start.get().value("scale"));
        roles.put("embedded.shift", start.get().value("shift"));
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).addTo(roles, i + ".");
        }
        return new EncoderForm(
                roles, outputs, Math.toIntExact(layers.get(0).heads()), layers.get(0).epsilon());
    }

    /** Words, positions and, where the graph takes them, token types: added and normalised. */
    private static Pattern embedded(ModelManifest manifest) {
        Pattern word = op("Gather", matrix("word"), value(manifest.inputs().ids()));
        Pattern position = op("Gather", matrix("position"), any());
        Pattern sum =
                manifest.inputs()
                        .segments()
                        .map(
                                segments -> {
                                    Pattern type = op("Gather", matrix("type"), value(segments));
                                    return either(
                                            op("Add", op("Add", word, type), position),
                                            op("Add", op("Add", word, position), type),
                                            op("Add", word, op("Add", type, position)));
                                })
                        .orElseGet(() -> op("Add", word, position));
        return normalised(sum);
    }

    private static Optional<Match> first(Pattern pattern, Graph graph, String value) {
        return pattern.match(graph, value, Match.EMPTY).findFirst();
    }

    /**
     * One layer.
     *
     * @param match binds the products' weights and biases, and {@code x}, what it reads
     * @param attended the layer normalisation behind attention
     * @param output the one at its end
     */
    private record Layer(Match match, Match attended, Match output, long heads, float epsilon) {

        static Layer endingIn(Graph graph, String value) throws UnrecognisedGraphException {
            return OUTPUT.match(graph, value, Match.EMPTY)
                    .flatMap(output -> withFeedForward(graph, value, output))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new UnrecognisedGraphException(
                                            "what leads to '%s' is neither a layer nor the embeddings"
                                                            .formatted(value)
                                                    + " of a BERT in fp32 as PyTorch exports it:"
                                                    + " 32-bit weights in products with biases,"
                                                    + " layer normalisation behind each sum, erf"
                                                    + " GELU"));
        }

        private static Stream<Layer> withFeedForward(Graph graph, String value, Match output) {
            String middle = output.value("attended");
            return FuseGelu.WHOLE
                    .match(graph, output.value("active"), Match.EMPTY)
                    .flatMap(gelu -> WIDE.match(graph, gelu.value("x"), Match.EMPTY))
                    .filter(wide -> wide.value("attended").equals(middle))
                    .flatMap(
                            wide ->
                                    ATTENDED.match(graph, middle, Match.EMPTY)
                                            .flatMap(
                                                    attended ->
                                                            withAttention(
                                                                    graph, value, output, wide,
                                                                    attended)));
        }

        private static Stream<Layer> withAttention(
                Graph graph, String value, Match output, Match wide, Match attended) {
            return FuseAttention.WHOLE
                    .match(graph, attended.value("mixed"), Match.EMPTY)
                    .filter(attention -> attention.value("x").equals(attended.value("x")))
                    .flatMap(
                            attention -> {
                                Map<String, String> all = new LinkedHashMap<>(output.values());
                                all.putAll(wide.values());
                                all.putAll(attended.values());
                                all.putAll(attention.values());
                                float epsilon =
                                        graph.producer(value)
                                                .orElseThrow()
                                                .number("epsilon", 1e-5f);
                                return FuseAttention.heads(graph, attention.value("queryShape"))
                                        .stream()
                                        .mapToObj(
                                                heads ->
                                                        new Layer(
                                                                new Match(all),
                                                                attended,
                                                                output,
                                                                heads,
                                                                epsilon));
                            });
        }

        void addTo(Map<String, String> roles, String prefix) {
            for (String product : PRODUCTS) {
                roles.put(prefix + product + ".weight", match.value(product + "Weight"));
                roles.put(prefix + product + ".bias", match.value(product + "Bias"));
            }
            roles.put(prefix + "attended.scale", attended.value("scale"));
            roles.put(prefix + "attended.shift", attended.value("shift"));
            roles.put(prefix + "output.scale", output.value("scale"));
            roles.put(prefix + "output.shift", output.value("shift"));
        }
    }
}
