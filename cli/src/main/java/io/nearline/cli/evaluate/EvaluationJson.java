package io.nearline.cli.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.retrieval.evaluate.EvaluationReport;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for programs. */
final class EvaluationJson {

    private EvaluationJson() {}

    /** The whole report; figures that are no numbers are null. */
    static ObjectNode of(EvaluationReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("resamples", report.resamples());
        ArrayNode sets = json.putArray("sets");
        for (SetResult set : report.sets()) {
            ObjectNode one = sets.addObject();
            one.put("name", set.name());
            one.put("kind", set.kind().name().toLowerCase(Locale.ROOT));
            one.put("contents", set.contents());
            ArrayNode models = one.putArray("models");
            for (ModelResult model : set.models()) {
                ObjectNode result = models.addObject();
                result.put("model", model.model().name());
                result.put("digest", model.model().digest());
                put(result.putArray("figures"), model.figures());
                put(result.putArray("aboveFirst"), model.toFirst());
            }
        }
        return json;
    }

    private static void put(ArrayNode array, List<Figure> figures) {
        for (Figure figure : figures) {
            ObjectNode one = array.addObject();
            one.put("figure", figure.name());
            one.put("value", finite(figure.value()));
            one.put("low", finite(figure.interval().low()));
            one.put("high", finite(figure.interval().high()));
            if (figure.published().isPresent()) {
                one.put("published", figure.published().getAsDouble());
            }
        }
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
