package io.nearline.pipeline.cli;

import io.nearline.pipeline.doctor.BundleCheck;
import io.nearline.pipeline.doctor.ClusterCheck;
import io.nearline.pipeline.doctor.Finding;
import io.nearline.pipeline.doctor.MachineCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks everything that Nearline needs. */
@Command(
        name = "doctor",
        description = {
            "Checks Java, memory, native libraries, brokers, topics and models, and says what to do"
                    + " where something is wrong.",
            "Exit code 1 if something is."
        })
final class DoctorCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private TopicNameOptions topics;

    @Option(
            names = "--model",
            paramLabel = "BUNDLE",
            description =
                    "Bundle to check: a directory or a name; may be given again. Default: those"
                            + " that come with Nearline.")
    private List<String> models = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        boolean allWell = tell(MachineCheck.findings());
        allWell &= tell(BundleCheck.findings(bundles()));
        allWell &= tell(ClusterCheck.findings(cluster.cluster(), topics.names()));
        return allWell ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Path> bundles() throws IOException {
        if (models.isEmpty()) {
            return Installation.bundles();
        }
        List<Path> found = new ArrayList<>();
        for (String model : models) {
            found.add(Installation.bundle(model));
        }
        return found;
    }

    private boolean tell(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            out.println(
                    (finding.isOk() ? "ok    " : "FAIL  ")
                            + finding.subject()
                            + ": "
                            + finding.detail()
                            + finding.remedy().map(remedy -> " -> " + remedy).orElse(""));
        }
        out.flush();
        return findings.stream().allMatch(Finding::isOk);
    }
}
