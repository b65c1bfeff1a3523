package io.nearline.bench.curve;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.task.Setting;
import io.nearline.bench.task.Task;

/** The curves that need no broker. */
public final class CurveTask implements Task {
    private final LengthCurve lengths;
    private final StateCurve states;

    /** Curves of one model. */
    public CurveTask(Setting setting, BenchPosts posts) throws OrtException {
        lengths = new LengthCurve(setting, posts);
        states = new StateCurve(setting, posts);
    }

    @Override
    public Object run(JsonNode request) throws Exception {
        return switch (request.path("what").asText()) {
            case "length" -> lengths.points(request.path("words").asInt());
            case "state" -> states.points(request.path("largest").asLong());
            default -> throw new IllegalArgumentException("nobody knows how to do " + request);
        };
    }
}
