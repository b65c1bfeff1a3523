package io.nearline.bench.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.bench.task.Json;
import java.nio.file.Path;
import java.util.List;

/** What workers are asked. */
final class Requests {
    private Requests() {}

    /** The contender's usual work on so many posts. */
    static ObjectNode posts(int count) {
        return Json.MAPPER.createObjectNode().put("count", count);
    }

    /** The pipeline with several models. */
    static ObjectNode models(int count, List<Path> bundles) {
        ObjectNode request = posts(count);
        ArrayNode models = request.putArray("models");
        bundles.forEach(bundle -> models.add(bundle.toAbsolutePath().toString()));
        return request;
    }

    /** Posts at even rates, with the model ("paced") or without ("instant_paced"). */
    static ObjectNode paced(String what, double seconds, List<Double> rates) {
        ObjectNode request = what(what).put("seconds", seconds);
        ArrayNode array = request.putArray("rates");
        rates.forEach(array::add);
        return request;
    }

    static ObjectNode what(String what) {
        return Json.MAPPER.createObjectNode().put("what", what);
    }
}
