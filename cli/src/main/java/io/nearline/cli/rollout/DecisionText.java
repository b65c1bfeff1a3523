package io.nearline.cli.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.json.Detail;
import io.nearline.topics.json.RecordJson;
import java.io.PrintWriter;
import java.util.List;

/** Published decisions, for people and for machines. */
final class DecisionText {

    private DecisionText() {}

    /** Prints a line per decision. */
    static void print(List<ModelStatus> decided, PrintWriter out) {
        for (ModelStatus status : decided) {
            out.println(
                    status.getModelName()
                            + " is "
                            + status.getState()
                            + " (decision "
                            + status.getSequence()
                            + (status.getForced() ? ", forced" : "")
                            + (status.getReplaces() == null
                                    ? ""
                                    : ", replaces " + status.getReplaces())
                            + ")");
        }
        out.flush();
    }

    /** The decisions as JSON, in the order in which they were published. */
    static ArrayNode json(List<ModelStatus> decided) {
        RecordJson renderer = new RecordJson(Detail.FULL);
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        decided.forEach(status -> json.add(renderer.render(status)));
        return json;
    }
}
