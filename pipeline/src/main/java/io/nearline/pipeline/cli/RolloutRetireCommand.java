package io.nearline.pipeline.cli;

import io.nearline.pipeline.control.ControlTopic;
import io.nearline.pipeline.control.ControlView;
import io.nearline.pipeline.rollout.KnownModel;
import io.nearline.schemas.ModelStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends the serving of a model. */
@Command(
        name = "retire",
        description = {
            "Publishes that a model is retired: the live job stops embedding with it and frees its"
                + " state. Its vectors stay in the topic of updates but go stale, so there is no"
                + " way back under this name: package the bundle under another one, stage and"
                + " backfill that.",
            "The active model cannot be retired."
        })
final class RolloutRetireCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private ControlOptions control;
    @Mixin private DecisionOptions decision;
    @Mixin private AnswerOptions answer;

    @Parameters(paramLabel = "MODEL", description = "Name of the model to retire.")
    private String model;

    @Option(names = "--json", description = "Print the decision as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (ControlTopic topic = control.open(cluster.cluster())) {
            ControlView view = topic.read();
            control.tellUnread(view, err);
            List<ModelStatus> decided = List.of(decision.on(view).retire(model, decision.reason()));
            decided.forEach(topic::publish);
            if (isServed(view) && answer.isWanted()) {
                answer.await(topic, later -> !isServed(later), "stop serving " + model, err);
            }
            tell(decided);
        }
        return ExitCode.OK;
    }

    private void tell(List<ModelStatus> decided) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DecisionText.json(decided));
        } else {
            DecisionText.print(decided, out);
        }
    }

    private boolean isServed(ControlView view) {
        return KnownModel.in(view, model).map(KnownModel::isServing).orElse(false);
    }
}
