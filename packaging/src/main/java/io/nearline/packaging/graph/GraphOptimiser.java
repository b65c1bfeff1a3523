package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.OptimisedGraph;
import io.nearline.embedding.bundle.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites an exported encoder so that it gives the same vectors sooner. It looks for the shapes
 * that exporters give to the parts of a BERT; what it does not find stays as it is. Whether the
 * vectors are the same is for its caller to see.
 */
public final class GraphOptimiser {
    /** What every attention that is not fused contains. */
    private static final String OPEN_ATTENTION = "Softmax";

    private final ModelManifest manifest;

    /**
     * For the model of one bundle.
     *
     * @param manifest tells inputs, output, pooling and length of the exported graph
     */
    public GraphOptimiser(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Writes an optimised form of the graph in {@code exported} to {@code target}. The same graph
     * and manifest give the same bytes.
     *
     * @return what the new graph takes, gives and is made of
     * @throws UnrecognisedGraphException if there is nothing in it to make faster; nothing is
     *     written then
     */
    public OptimisedGraph optimise(Path exported, Path target)
            throws IOException, UnrecognisedGraphException {
        ModelProto model = read(exported);
        Graph graph = optimised(model, List.of());
        write(model, graph, target);
        return describe(graph, target, false);
    }

    /** Writes the optimised form with more outputs: what its products read. */
    public ExposedGraph expose(Path exported, Path target)
            throws IOException, UnrecognisedGraphException {
        ModelProto model = read(exported);
        Graph graph = optimised(model, List.of());
        Set<String> values = new LinkedHashSet<>();
        quantising(Map.of()).stream()
                .flatMap(rewrite -> rewrite.find(graph).stream())
                .forEach(match -> values.add(match.value("x")));
        values.forEach(graph::alsoGive);
        write(model, graph, target);
        return new ExposedGraph(inputs(graph), values);
    }

    /**
     * As {@link #optimise}, with the products computed in 8-bit integers whose scales are fixed
     * now, so that no vector depends on its batch mates.
     *
     * @param seen what {@link #expose} has named, as it was seen with real texts
     */
    public OptimisedGraph quantise(Path exported, Path target, Map<String, InputSample> seen)
            throws IOException, UnrecognisedGraphException {
        ModelProto model = read(exported);
        Graph graph = optimised(model, quantising(seen));
        write(model, graph, target);
        return describe(graph, target, true);
    }

    private static List<Rewrite> quantising(Map<String, InputSample> seen) {
        return List.of(new QuantiseAttention(seen), new QuantiseMatMul(seen));
    }

    private Graph optimised(ModelProto model, List<Rewrite> quantising)
            throws UnrecognisedGraphException {
        Graph graph = new Graph(model.getGraph());
        rewrites(quantising).forEach(rewrite -> rewrite.applyTo(graph));
        requireWholeEncoder(graph.count(node -> true));
        if (padding() == Padding.NONE) {
            manifest.inputs().padding().ifPresent(mask -> countEveryToken(graph, mask));
        }
        new PoolInside(graph, manifest).apply(padding());
        return graph;
    }

    /** A graph that pools by itself reads the mask there, too. */
    private void countEveryToken(Graph graph, String mask) {
        if (graph.inputsInUse().contains(mask)) {
            graph.put(Node.standard("Shape", "nearline_tokens", manifest.inputs().ids()));
            graph.put(
                    Node.standard("ConstantOfShape", "nearline_every_token", "nearline_tokens")
                            .with("value", Tensor.longs("one", 1).proto()));
            graph.readInstead(mask, "nearline_every_token");
        }
    }

    private OptimisedGraph describe(Graph graph, Path target, boolean batchInvariant) {
        return new OptimisedGraph(
                target.getFileName().toString(),
                inputs(graph),
                PoolInside.OUTPUT,
                graph.count(Node::isFused),
                batchInvariant);
    }

    /** The model of a file, with the weights that lie beside it. */
    static ModelProto read(Path file) throws IOException, UnrecognisedGraphException {
        try (InputStream bytes = Files.newInputStream(file)) {
            ModelProto model = ModelProto.parseFrom(bytes);
            if (GraphContents.isHalfPrecision(model.getGraph())) {
                throw new UnrecognisedGraphException(
                        "its weights are 16-bit floats, and the fused operators take 32 bits on"
                                + " processors: export it in fp32");
            }
            return model.getGraph().getInitializerList().stream()
                            .anyMatch(GraphContents::isElsewhere)
                    ? WeightsInside.of(model, file.resolveSibling(""))
                    : model;
        } catch (InvalidProtocolBufferException e) {
            throw new UnrecognisedGraphException("its file is not one this library reads", e);
        }
    }

    private static void write(ModelProto exported, Graph graph, Path target) throws IOException {
        ModelProto.Builder model = exported.toBuilder();
        model.setProducerName("nearline").clearProducerVersion().setGraph(graph.toProto());
        if (exported.getOpsetImportList().stream()
                .noneMatch(operators -> operators.getDomain().equals(Node.RUNTIME_DOMAIN))) {
            model.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(Node.RUNTIME_DOMAIN).setVersion(1));
        }
        try (OutputStream file = Files.newOutputStream(target)) {
            model.build().writeTo(file);
        }
    }

    /** In this order: later ones find what earlier ones make. */
    private List<Rewrite> rewrites(List<Rewrite> quantising) {
        List<Rewrite> rewrites = new ArrayList<>();
        rewrites.add(new FuseQuantisedMatMul());
        rewrites.add(new FuseLayerNormalization());
        manifest.inputs().segments().map(FoldTokenTypes::new).ifPresent(rewrites::add);
        rewrites.add(new FuseAttention(manifest.inputs().padding().orElse(""), padding()));
        rewrites.addAll(quantising);
        rewrites.add(new FuseGelu());
        rewrites.add(new FuseSkipLayerNormalization());
        return rewrites;
    }

    private static void requireWholeEncoder(Map<String, Integer> operators)
            throws UnrecognisedGraphException {
        int fused = count(operators, FuseAttention.OPERATORS);
        int open = count(operators, Set.of(OPEN_ATTENTION));
        if (fused == 0 || open > 0) {
            throw new UnrecognisedGraphException(
                    "of its "
                            + (fused + open)
                            + " attention blocks "
                            + fused
                            + " have a form that is known from exports of BERT");
        }
    }

    private static int count(Map<String, Integer> operators, Set<String> wanted) {
        return wanted.stream().mapToInt(operator -> operators.getOrDefault(operator, 0)).sum();
    }

    /** Quantised models get one text a call, see {@link Precision#INT8}. */
    private Padding padding() {
        if (manifest.inputs().padding().isEmpty()) {
            return Padding.NONE;
        }
        return switch (manifest.precision()) {
            case FP32 -> Padding.MASKED;
            case INT8 -> Padding.NONE;
        };
    }

    private GraphInputs inputs(Graph graph) {
        Set<String> inUse = graph.inputsInUse();
        GraphInputs exported = manifest.inputs();
        return new GraphInputs(
                exported.ids(),
                exported.padding().filter(inUse::contains).orElse(null),
                exported.segments().filter(inUse::contains).orElse(null));
    }
}
