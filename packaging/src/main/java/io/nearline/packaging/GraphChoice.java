package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.onnx.GraphSignature;
import io.nearline.embedding.onnx.GraphSignature.Tensor;
import io.nearline.embedding.vector.Pooling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Decides how a graph is fed and which of its outputs is the embedding. */
final class GraphChoice {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TOKEN_TYPES = "token_type_ids";

    /** The name that exporters give to vectors of whole texts. */
    private static final List<String> TEXT_VECTORS = List.of("sentence_embedding");

    private static final List<String> TOKEN_VECTORS =
            List.of("last_hidden_state", "token_embeddings");

    /** Ends of names that exporters give to what is no place in a space of meaning. */
    private static final List<String> SCORES =
            List.of("logits", "scores", "score", "probabilities", "label", "labels");

    private final GraphSignature graph;

    GraphChoice(GraphSignature graph) {
        this.graph = graph;
    }

    GraphInputs inputs() {
        Set<String> names = graph.inputs().keySet();
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(Set.of(IDS, MASK, TOKEN_TYPES));
        if (!names.contains(IDS) || !unknown.isEmpty()) {
            throw new ModelRejectedException(
                    "the graph's inputs are %s: needed is input_ids, and at most attention_mask and"
                                    .formatted(names)
                            + " token_type_ids. "
                            + advice(unknown));
        }
        names.forEach(this::requireIds);
        return new GraphInputs(
                IDS,
                names.contains(MASK) ? MASK : null,
                names.contains(TOKEN_TYPES) ? TOKEN_TYPES : null);
    }

    private static String advice(Set<String> unknown) {
        if (unknown.stream().anyMatch(name -> name.startsWith("past_key_values"))) {
            return "This is a text generator with its cache: export the encoder alone, without one";
        }
        if (unknown.contains("position_ids")) {
            return "Export it with the positions counted inside the graph, without position_ids";
        }
        if (unknown.contains("pixel_values")) {
            return "This model reads images too: export its text encoder alone";
        }
        return "Export it as a sentence encoder, with these names";
    }

    private void requireIds(String input) {
        Tensor tensor = Objects.requireNonNull(graph.inputs().get(input));
        if (!tensor.isIds()) {
            throw new ModelRejectedException(
                    "the graph's input %s is %s, needed is int64[text, token]: export it with 64-bit"
                                    .formatted(input, tensor)
                            + " ids and open dimensions");
        }
    }

    /**
     * Chooses an output's name.
     *
     * @param pooling what the caller asked for, which decides between token and text vectors
     */
    Inferred<String> output(Optional<String> requested, Optional<Pooling> pooling) {
        if (requested.isPresent()) {
            tensor(requested.get());
            return new Inferred<>(requested.get(), Inferred.REQUESTED);
        }
        boolean tokensWanted = pooling.isPresent() && pooling.get() != Pooling.NONE;
        return (tokensWanted ? Optional.<Inferred<String>>empty() : textVectors())
                .or(this::tokenVectors)
                .orElseGet(this::onlyOutput);
    }

    /** Type and shape of an output. */
    Tensor tensor(String output) {
        Tensor tensor = graph.outputs().get(output);
        if (tensor == null) {
            throw new ModelRejectedException(
                    "the graph has no output " + output + ": choose one of " + graph.outputs());
        }
        return tensor;
    }

    private Optional<Inferred<String>> textVectors() {
        return firstOf(TEXT_VECTORS).map(name -> new Inferred<>(name, "the graph pools by itself"));
    }

    private Optional<Inferred<String>> tokenVectors() {
        return firstOf(TOKEN_VECTORS)
                .map(name -> new Inferred<>(name, "the usual name of token vectors"));
    }

    private Inferred<String> onlyOutput() {
        Optional<String> score =
                graph.outputs().keySet().stream().filter(GraphChoice::isScore).findFirst();
        if (score.isPresent()) {
            throw new ModelRejectedException(
                    "the graph gives %s, so it is a classifier, a cross-encoder or a language model:"
                                    .formatted(graph.outputs())
                            + " no sentence encoder. Export one with the output last_hidden_state"
                            + " or sentence_embedding");
        }
        if (graph.outputs().size() == 1) {
            return new Inferred<>(graph.outputs().keySet().iterator().next(), "the only output");
        }
        throw new ModelRejectedException(
                "none of the graph's outputs has a usual name: choose one of " + graph.outputs());
    }

    private static boolean isScore(String output) {
        return SCORES.stream().anyMatch(output::endsWith);
    }

    private Optional<String> firstOf(List<String> names) {
        return names.stream().filter(graph.outputs()::containsKey).findFirst();
    }
}
