package io.nearline.bench.contender;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.ProcessMeter;
import io.nearline.embedding.bundle.GraphInputs;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the machine can do: ONNX Runtime alone on texts tokenised beforehand, never padded, with one
 * thread a caller and one session for all. It neither pools nor keeps the vectors, so nothing that
 * has to do both can do more than this on the same graph.
 */
public final class Roofline implements AutoCloseable {
    private static final int INTRA_OP_THREADS = 1;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final GraphInputs inputs;
    private final OrtSession session;

    /** Loads a graph. */
    public Roofline(RunnableGraph graph) throws OrtException {
        inputs = graph.inputs();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(INTRA_OP_THREADS);
            session = environment.createSession(graph.file().toString(), options);
        }
    }

    /** Runs every call once, shared by {@code callers} threads. */
    public Measurement run(List<UnpaddedCall> calls, int callers) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Callers threads = new Callers(callers);
        ProcessMeter meter = ProcessMeter.start();
        threads.run(
                () -> {
                    for (int i; (i = next.getAndIncrement()) < calls.size(); ) {
                        run(calls.get(i));
                    }
                });
        return meter.stop(calls.stream().mapToInt(UnpaddedCall::texts).sum());
    }

    private void run(UnpaddedCall call) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            tensors.put(inputs.ids(), tensor(call, call.ids()));
            if (inputs.padding().isPresent()) {
                tensors.put(inputs.padding().get(), tensor(call, call.ones()));
            }
            if (inputs.segments().isPresent()) {
                tensors.put(inputs.segments().get(), tensor(call, call.zeros()));
            }
            session.run(tensors).close();
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(UnpaddedCall call, long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), call.shape());
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
