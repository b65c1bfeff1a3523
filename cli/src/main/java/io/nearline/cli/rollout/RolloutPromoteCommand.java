package io.nearline.cli.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.operations.rollout.DecisionRefusedException;
import io.nearline.operations.rollout.GateReport;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model the one to query with. */
@Command(
        name = "promote",
        description = {
            "Runs the checks of \"nearline rollout check\" and, if none fails, publishes that the"
                    + " model is the active one, with what was measured. The model that was active"
                    + " goes on being served, so that \"nearline rollout rollback\" can return to"
                    + " it.",
            "Exit code 1 if a check fails; then nothing is published."
        })
final class RolloutPromoteCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private ControlOptions control;
    @Mixin private GateOptions gate;
    @Mixin private DecisionOptions decision;

    @Parameters(paramLabel = "MODEL", description = "Name of the model to promote.")
    private String model;

    @Option(
            names = "--force",
            description = "Promote even if a check fails; needs --reason, which is published.")
    private boolean force;

    @Option(names = "--json", description = "Print report and decision as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (force && decision.reason() == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--force needs --reason TEXT: say why, for those after you");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ControlTopic topic = control.open(cluster.cluster())) {
            ControlView before = topic.read();
            control.printUnread(before, err);
            decision.on(before).requirePromotable(model);
            GateReport report = GateRun.of(gate, cluster.cluster(), before, model, null, err);
            if (!json) {
                GateReportText.print(report, spec.commandLine().getOut());
            }
            // Read again: much may have been decided while the checks ran.
            decide(topic, topic.read(), report);
        }
        return ExitCode.OK;
    }

    private void decide(ControlTopic topic, ControlView now, GateReport report) {
        try {
            List<ModelStatus> decided =
                    decision.on(now).promote(report, force ? decision.reason() : null);
            decided.forEach(topic::publish);
            print(report, decided);
        } catch (DecisionRefusedException e) {
            print(report, List.of());
            throw e;
        }
    }

    private void print(GateReport report, List<ModelStatus> decided) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode printed = GateReportText.json(report).put("promoted", !decided.isEmpty());
            printed.set("published", DecisionText.json(decided));
            out.println(printed);
        } else {
            DecisionText.print(decided, out);
        }
    }
}
