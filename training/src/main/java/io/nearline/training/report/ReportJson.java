package io.nearline.training.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.training.learn.GradientConflicts;
import io.nearline.training.learn.TextCosts;
import io.nearline.training.report.Report.Figure;
import io.nearline.training.report.Report.SetResult;

/** A report for programs. */
public final class ReportJson {

    private ReportJson() {}

    /** The whole report; figures that are no numbers are null. */
    public static ObjectNode of(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("base", report.base());
        json.put("resamples", report.resamples());
        ArrayNode data = json.putArray("data");
        for (DataCard card : report.data()) {
            ObjectNode one = data.addObject();
            one.put("name", card.name());
            one.put("file", card.file());
            one.put("use", card.use().words());
            card.source().ifPresent(source -> one.put("source", source));
            card.licence().ifPresent(licence -> one.put("licence", licence));
        }
        ArrayNode conflicts = json.putArray("gradients");
        report.conflicts().forEach((model, found) -> conflicts.add(of(model, found)));
        report.costs().ifPresent(costs -> json.set("costOfAText", of(costs)));
        ArrayNode sets = json.putArray("sets");
        for (SetResult set : report.sets()) {
            ObjectNode one = sets.addObject();
            one.put("name", set.name());
            set.task().ifPresent(task -> one.put("task", task));
            one.put("contents", set.contents());
            one.put("measure", set.measure());
            one.set("base", of(set.base()));
            ArrayNode models = one.putArray("models");
            for (int i = 0; i < set.scores().size(); i++) {
                ObjectNode model = models.addObject();
                model.put("name", report.models().get(i));
                model.set("score", of(set.scores().get(i).score()));
                model.set("aboveBase", of(set.scores().get(i).aboveBase()));
                set.scores()
                        .get(i)
                        .belowFirst()
                        .ifPresent(figure -> model.set("belowFirst", of(figure)));
            }
        }
        return json;
    }

    private static ObjectNode of(TextCosts costs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "tokens", costs.tokens());
        ArrayNode models = json.putArray("models");
        costs.milliseconds()
                .forEach(
                        (name, cost) -> {
                            ObjectNode model = models.addObject();
                            model.put("name", name);
                            put(model, "processorMilliseconds", cost);
                            put(model, "ofBase", costs.ofBase(cost));
                        });
        return json;
    }

    private static ObjectNode of(String model, GradientConflicts found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", model);
        ArrayNode tasks = json.putArray("tasks");
        found.tasks().forEach(tasks::add);
        ArrayNode cosines = json.putArray("cosines");
        found.cosines()
                .forEach(
                        row -> {
                            ArrayNode cells = cosines.addArray();
                            row.forEach(cells::add);
                        });
        return json;
    }

    private static ObjectNode of(Figure figure) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "value", figure.value());
        put(json, "low", figure.interval().low());
        put(json, "high", figure.interval().high());
        return json;
    }

    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }
}
