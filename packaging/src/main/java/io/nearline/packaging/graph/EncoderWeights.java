package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.nearline.embedding.bundle.ModelManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weights of an exported BERT by what they do, and the way back into the same graph. Roles are
 * found by the graph's form, since exporters name half of the weights by number.
 *
 * <p>Roles: {@code word}, {@code position}, {@code type} (absent where the graph has no token
 * types), {@code embedded.scale}, {@code embedded.shift}; and for each layer {@code n} from 0:
 * {@code n.query}, {@code n.key}, {@code n.value}, {@code n.projected}, {@code n.wide}, {@code
 * n.narrow}, each with {@code .weight} and {@code .bias}; {@code n.attended} and {@code n.output},
 * each with {@code .scale} and {@code .shift}. Values lie row by row, a product's weights as {@code
 * [in, out]}.
 */
public final class EncoderWeights {
    /** The output that {@link #writeProjected} adds. */
    public static final String PROJECTED = "sentence_embedding";

    private static final String WORD = "word";

    private final ModelProto model;
    private final ModelManifest manifest;
    private final EncoderForm form;
    private final Map<String, TensorProto> tensors;

    private EncoderWeights(
            ModelProto model,
            ModelManifest manifest,
            EncoderForm form,
            Map<String, TensorProto> tensors) {
        this.model = model;
        this.manifest = manifest;
        this.form = form;
        this.tensors = tensors;
    }

    /**
     * Finds the weights of a graph.
     *
     * @param exported the graph as it was exported, in 32-bit floats, one vector a token out
     * @param manifest tells its inputs and its output
     * @throws UnrecognisedGraphException if it is not of BERT's form; the message says what is
     *     missing
     */
    public static EncoderWeights read(Path exported, ModelManifest manifest)
            throws IOException, UnrecognisedGraphException {
        return of(GraphOptimiser.read(exported), manifest);
    }

    private static EncoderWeights of(ModelProto model, ModelManifest manifest)
            throws UnrecognisedGraphException {
        Graph graph = new Graph(model.getGraph());
        new FuseLayerNormalization().applyTo(graph);
        EncoderForm form = EncoderForm.of(graph, manifest);
        Map<String, TensorProto> initialisers = new HashMap<>();
        model.getGraph().getInitializerList().forEach(one -> initialisers.put(one.getName(), one));
        Map<String, TensorProto> tensors = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        for (Map.Entry<String, String> role : form.valueOfRole().entrySet()) {
            TensorProto tensor = initialisers.get(role.getValue());
            if (tensor == null || tensor.getDataType() != DataType.FLOAT.getNumber()) {
                throw new UnrecognisedGraphException(
                        "its weights '%s' are no initialiser of 32-bit floats: export it in fp32"
                                .formatted(role.getKey()));
            }
            if (!used.add(role.getValue())) {
                throw new UnrecognisedGraphException(
                        "its weights '%s' are those of another place too: layers that share weights"
                                        .formatted(role.getKey())
                                + " are not supported");
            }
            tensors.put(role.getKey(), tensor);
        }
        return new EncoderWeights(model, manifest, form, tensors);
    }

    /**
     * The same encoder with some of its layers alone; each reads what the one before it gives.
     *
     * @param layers that stay, ascending from 0
     */
    public EncoderWeights keeping(List<Integer> layers) throws UnrecognisedGraphException {
        Graph graph = new Graph(model.getGraph());
        String at = form.outputs().get(0);
        for (int layer : layers) {
            graph.readInstead(form.outputs().get(layer), at);
            at = form.outputs().get(layer + 1);
        }
        Node last = graph.producer(at).orElseThrow();
        graph.put(last.giving(manifest.output()));
        return of(model.toBuilder().setGraph(graph.toProto()).build(), manifest);
    }

    /**
     * The same encoder with more words.
     *
     * @param rows of the word table, behind those that it has
     */
    public EncoderWeights withMoreWords(float[] rows) {
        TensorProto old = tensor(WORD);
        float[] before = values(WORD);
        float[] all = Arrays.copyOf(before, before.length + rows.length);
        System.arraycopy(rows, 0, all, before.length, rows.length);
        long width = shape(WORD)[1];
        TensorProto larger = Tensor.floats(old.getName(), all, all.length / width, width).proto();
        Map<String, TensorProto> changed = new LinkedHashMap<>(tensors);
        changed.put(WORD, larger);
        return new EncoderWeights(
                replaced(Map.of(old.getName(), larger)).build(), manifest, form, changed);
    }

    /** All roles, from the embeddings to the last layer. */
    public Set<String> roles() {
        return tensors.keySet();
    }

    public int layers() {
        return form.layers();
    }

    public int heads() {
        return form.heads();
    }

    /** What layer normalisation adds to a variance. */
    public float epsilon() {
        return form.epsilon();
    }

    /** A copy of one role's numbers. */
    public float[] values(String role) {
        return new Tensor(tensor(role)).floats();
    }

    /** One or two sizes. */
    public long[] shape(String role) {
        return tensor(role).getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Writes the same graph with other weights, whole in one file.
     *
     * @param changed numbers by role, as many as {@link #values} has; roles that are left out stay
     */
    public void writeWith(Map<String, float[]> changed, Path target) throws IOException {
        write(with(changed), target);
    }

    /**
     * As {@link #writeWith}, with one more output, {@value #PROJECTED}: the pooled vector times a
     * matrix, at length 1.
     *
     * @param projection row by row, as many rows as a vector has numbers
     */
    public void writeProjected(Map<String, float[]> changed, float[] projection, Path target)
            throws IOException {
        ModelProto.Builder written = with(changed);
        Graph graph = new Graph(written.getGraph());
        int rows = manifest.dimensions();
        Tensor weights =
                Tensor.floats(
                        "projection.weight", projection, rows, projection.length / (long) rows);
        Padding padding = manifest.inputs().padding().isPresent() ? Padding.MASKED : Padding.NONE;
        new PoolInside(graph, manifest, "projection.").applyProjected(padding, PROJECTED, weights);
        write(written.setGraph(graph.toProto()), target);
    }

    private ModelProto.Builder with(Map<String, float[]> changed) {
        Map<String, TensorProto> replaced = new HashMap<>();
        changed.forEach((role, values) -> replaced.put(tensor(role).getName(), with(role, values)));
        return replaced(replaced);
    }

    private ModelProto.Builder replaced(Map<String, TensorProto> byName) {
        ModelProto.Builder written = model.toBuilder();
        GraphProto.Builder graph = written.getGraphBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto other = byName.get(graph.getInitializer(i).getName());
            if (other != null) {
                graph.setInitializer(i, other);
            }
        }
        return written;
    }

    private static void write(ModelProto.Builder written, Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target)) {
            written.build().writeTo(file);
        }
    }

    private TensorProto with(String role, float[] values) {
        TensorProto old = tensor(role);
        long[] shape = shape(role);
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        if (values.length != size) {
            throw new IllegalArgumentException(
                    "%d numbers for '%s', needed are %d".formatted(values.length, role, size));
        }
        return Tensor.floats(old.getName(), values, shape).proto();
    }

    private TensorProto tensor(String role) {
        TensorProto tensor = tensors.get(role);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "no weights '%s', but %s".formatted(role, tensors.keySet()));
        }
        return tensor;
    }
}
