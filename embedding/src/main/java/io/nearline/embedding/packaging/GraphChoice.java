package io.nearline.embedding.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.onnx.GraphSignature;
import io.nearline.embedding.onnx.GraphSignature.Tensor;
import io.nearline.embedding.vector.Pooling;
import java.util.List;
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

    private final GraphSignature graph;

    GraphChoice(GraphSignature graph) {
        this.graph = graph;
    }

    GraphInputs inputs() {
        Set<String> names = graph.inputs().keySet();
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(Set.of(IDS, MASK, TOKEN_TYPES));
        if (!names.containsAll(Set.of(IDS, MASK)) || !unknown.isEmpty()) {
            throw new ModelRejectedException(
                    "the graph's inputs are "
                            + names
                            + ": needed are input_ids and attention_mask, and at most"
                            + " token_type_ids; export it as a sentence encoder");
        }
        return new GraphInputs(IDS, MASK, names.contains(TOKEN_TYPES) ? TOKEN_TYPES : null);
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
        if (graph.outputs().size() == 1) {
            return new Inferred<>(graph.outputs().keySet().iterator().next(), "the only output");
        }
        throw new ModelRejectedException(
                "none of the graph's outputs has a usual name: choose one of " + graph.outputs());
    }

    private Optional<String> firstOf(List<String> names) {
        return names.stream().filter(graph.outputs()::containsKey).findFirst();
    }
}
