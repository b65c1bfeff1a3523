package io.nearline.cli.rollout;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.operations.rollout.GateReport;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks whether a model is fit to be promoted. */
@Command(
        name = "check",
        description = {
            "Checks whether a model is fit to be promoted: whether the live job serves it,"
                    + " this machine reproduces its golden vectors, every live post has a vector of"
                    + " it, the vectors are sound, and they mean about the same as those of the"
                    + " active model. Reads the whole topic of updates; needs about 250 bytes of"
                    + " memory per post (NEARLINE_JAVA_OPTS=-Xmx4g gives it 4 GB).",
            "Exit code 1 if a check fails."
        })
final class RolloutCheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private ControlOptions control;
    @Mixin private GateOptions gate;

    @Parameters(paramLabel = "MODEL", description = "Name of the model to check.")
    private String model;

    @Option(
            names = "--against",
            paramLabel = "MODEL",
            description = "Model to compare with. Default: the active one.")
    private String against;

    @Option(names = "--json", description = "Print the report as JSON, for machines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        GateReport report;
        try (ControlTopic topic = control.open(cluster.cluster())) {
            ControlView view = topic.read();
            control.printUnread(view, err);
            report = GateRun.of(gate, cluster.cluster(), view, model, against, err);
        }
        if (json) {
            out.println(GateReportText.json(report));
        } else {
            GateReportText.print(report, out);
        }
        return report.passes() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
