package io.nearline.embedding.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.nearline.embedding.Device;
import io.nearline.embedding.ModelRejectedException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One loaded graph. Runs on the calling thread alone, and on many threads at once: the callers are
 * the parallelism, which is faster than threads inside a run and burns nothing while idle. Owns
 * native memory.
 */
final class OnnxSession implements AutoCloseable {

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final GraphSignature signature;

    private OnnxSession(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.signature = GraphSignature.of(session);
    }

    /**
     * Loads a graph.
     *
     * @param device where it runs; operators that a GPU does not have run on the processors
     * @throws ModelRejectedException if the runtime cannot load it, or the device is not to be had
     */
    static OnnxSession open(Path graph, Device device) {
        // The environment is one for the process and is never closed.
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (device.isGpu()) {
                CudaProvider.addTo(options, device);
            }
            return open(environment, graph, options);
        } catch (OrtException e) {
            throw new ModelRejectedException(
                    graph
                            + " cannot be loaded by ONNX Runtime "
                            + environment.getVersion()
                            + ": check that it is a complete ONNX model, or export it for an older"
                            + " opset",
                    e);
        }
    }

    private static OnnxSession open(OrtEnvironment environment, Path graph, SessionOptions options)
            throws OrtException {
        OrtSession session = environment.createSession(graph.toString(), options);
        try {
            return new OnnxSession(environment, session);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    GraphSignature signature() {
        return signature;
    }

    /**
     * Runs the graph once.
     *
     * @param inputs every input by name, all of {@code shape}, in native memory
     * @param output name of the one output to compute
     * @param values where the output goes, native memory with room for exactly {@code outputShape}
     * @param options by which another thread may end the run
     * @throws OrtException if the runtime fails; also if the output has another shape
     */
    void run(
            Map<String, LongBuffer> inputs,
            long[] shape,
            String output,
            FloatBuffer values,
            long[] outputShape,
            RunOptions options)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try (OnnxTensor result = OnnxTensor.createTensor(environment, values, outputShape)) {
            addTensors(tensors, inputs, shape);
            session.run(tensors, Set.of(), Map.of(output, result), options).close();
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs the graph once, for more than one output.
     *
     * @param inputs every input by name, all of {@code shape}, in native memory
     * @param outputs those to compute, each into its place
     * @param options by which another thread may end the run
     * @throws OrtException if the runtime fails; also if an output has another shape
     */
    void run(
            Map<String, LongBuffer> inputs,
            long[] shape,
            List<PinnedOutput> outputs,
            RunOptions options)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        Map<String, OnnxTensor> results = new HashMap<>();
        try {
            for (PinnedOutput output : outputs) {
                results.put(
                        output.name(),
                        OnnxTensor.createTensor(environment, output.values(), output.shape()));
            }
            addTensors(tensors, inputs, shape);
            session.run(tensors, Set.of(), results, options).close();
        } finally {
            tensors.values().forEach(OnnxTensor::close);
            results.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs the graph once, and shows some of its outputs.
     *
     * @param inputs every input by name, all of {@code shape}, in native memory
     * @param outputs names of those to show, all of floats
     */
    void watch(
            Map<String, LongBuffer> inputs,
            long[] shape,
            Set<String> outputs,
            GraphProbe.Watcher watcher)
            throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            addTensors(tensors, inputs, shape);
            try (OrtSession.Result result = session.run(tensors, outputs)) {
                for (String output : outputs) {
                    show(output, (OnnxTensor) result.get(output).orElseThrow(), watcher);
                }
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private void addTensors(
            Map<String, OnnxTensor> tensors, Map<String, LongBuffer> inputs, long[] shape)
            throws OrtException {
        for (Map.Entry<String, LongBuffer> input : inputs.entrySet()) {
            tensors.put(
                    input.getKey(), OnnxTensor.createTensor(environment, input.getValue(), shape));
        }
    }

    private static void show(String name, OnnxTensor value, GraphProbe.Watcher watcher) {
        long[] shape = value.getInfo().getShape();
        FloatBuffer numbers = value.getFloatBuffer();
        float[] copy = new float[numbers.remaining()];
        numbers.get(copy);
        watcher.see(name, Math.toIntExact(shape[shape.length - 1]), copy);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not free a session", e);
        }
    }
}
