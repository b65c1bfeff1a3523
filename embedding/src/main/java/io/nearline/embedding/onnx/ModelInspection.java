package io.nearline.embedding.onnx;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ServedGraph;
import io.nearline.embedding.bundle.ServedOutput;
import io.nearline.embedding.onnx.GraphSignature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a graph with its manifest once, so that running it needs no checks. */
final class ModelInspection {

    private final ModelManifest manifest;
    private final GraphSignature graph;
    private final List<String> problems = new ArrayList<>();

    private ModelInspection(ModelManifest manifest, GraphSignature graph) {
        this.manifest = manifest;
        this.graph = graph;
    }

    /**
     * Passes if the graph has exactly the inputs and the output that the manifest names, in the
     * shape it needs.
     *
     * @throws ModelRejectedException naming every difference and what the graph does have
     */
    static void require(ModelManifest manifest, GraphSignature graph) {
        ModelInspection inspection = new ModelInspection(manifest, graph);
        inspection.inspectInputs();
        ServedGraph served = manifest.served();
        inspection.inspectOutput(
                new ServedOutput(served.output(), manifest.dimensions(), served.pooling()));
        manifest.outputs().stream()
                .filter(output -> !output.isBeginning())
                .map(manifest::served)
                .forEach(inspection::inspectOutput);
        if (!inspection.problems.isEmpty()) {
            throw new ModelRejectedException(
                    "the graph of "
                            + manifest.name()
                            + " does not fit model.json: "
                            + String.join("; ", inspection.problems)
                            + ". It has inputs "
                            + graph.inputs()
                            + " and outputs "
                            + graph.outputs()
                            + ": correct model.json or package the model again");
        }
    }

    private void inspectInputs() {
        GraphInputs inputs = manifest.served().inputs();
        Set<String> named =
                Stream.of(
                                Stream.of(inputs.ids()),
                                inputs.padding().stream(),
                                inputs.segments().stream())
                        .flatMap(names -> names)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (String name : named) {
            Tensor input = graph.inputs().get(name);
            if (input == null) {
                problems.add("no input '" + name + "'");
            } else if (!input.type().equals(Tensor.INT64) || input.rank() != 2) {
                problems.add("input '" + name + "' is " + input + ", not int64[text, token]");
            }
        }
        graph.inputs().keySet().stream()
                .filter(name -> !named.contains(name))
                .forEach(name -> problems.add("model.json does not name its input '" + name + "'"));
    }

    private void inspectOutput(ServedOutput served) {
        Tensor output = graph.outputs().get(served.name());
        int rank = served.pooling().outputRank();
        if (output == null) {
            problems.add("no output '" + served.name() + "'");
        } else if (!output.type().equals(Tensor.FLOAT) || output.rank() != rank) {
            problems.add(
                    "output '"
                            + served.name()
                            + "' is "
                            + output
                            + ", not float of rank "
                            + rank
                            + " as pooling "
                            + served.pooling().name().toLowerCase(Locale.ROOT)
                            + " needs");
        } else if (output.width() != -1 && output.width() != served.dimensions()) {
            problems.add(
                    "output '"
                            + served.name()
                            + "' is "
                            + output.width()
                            + " wide, dimensions is "
                            + served.dimensions());
        }
    }
}
