package io.nearline.cli.rollout;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Returns to the model that was active before. */
@Command(
        name = "rollback",
        description = {
            "Publishes that the model which the active one replaced is active again. It must"
                    + " have been served all the time; then its vectors are as fresh as ever, and"
                    + " nothing is computed.",
            "Rolling back twice ends where it began."
        })
final class RolloutRollbackCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private ControlOptions control;
    @Mixin private DecisionOptions decision;

    @Option(names = "--json", description = "Print the decision as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ControlTopic topic = control.open(cluster.cluster())) {
            ControlView view = topic.read();
            control.printUnread(view, spec.commandLine().getErr());
            List<ModelStatus> decided = decision.on(view).rollback(decision.reason());
            decided.forEach(topic::publish);
            if (json) {
                out.println(DecisionText.json(decided));
            } else {
                DecisionText.print(decided, out);
            }
        }
        return ExitCode.OK;
    }
}
