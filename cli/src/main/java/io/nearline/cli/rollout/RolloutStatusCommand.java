package io.nearline.cli.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.operations.rollout.KnownModel;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import io.nearline.topics.json.Detail;
import io.nearline.topics.json.RecordJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the models, what was decided about them and what the live job does. */
@Command(
        name = "status",
        description =
                "Shows every model that is known: what was decided, what the live job does with it,"
                        + " since when. The active one is marked with a star.")
final class RolloutStatusCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private ControlOptions control;

    @Option(names = "--json", description = "Print whole records as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ControlTopic topic = control.open(cluster.cluster())) {
            ControlView view = topic.read();
            control.printUnread(view, spec.commandLine().getErr());
            if (json) {
                out.println(json(view));
            } else {
                ModelTable.print(view, out);
            }
        }
        return ExitCode.OK;
    }

    private static ObjectNode json(ControlView view) {
        RecordJson renderer = new RecordJson(Detail.FULL);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("active", view.active().map(ModelStatus::getModelName).orElse(null));
        ObjectNode models = json.putObject("models");
        for (String name : KnownModel.names(view)) {
            ObjectNode model = models.putObject(name);
            view.status(name).ifPresent(status -> model.set("decided", renderer.render(status)));
            view.serving(name).ifPresent(serving -> model.set("serving", renderer.render(serving)));
        }
        return json;
    }
}
