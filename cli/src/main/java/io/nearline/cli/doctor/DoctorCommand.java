package io.nearline.cli.doctor;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.options.TopicNameOptions;
import io.nearline.operations.doctor.BundleCheck;
import io.nearline.operations.doctor.ClusterCheck;
import io.nearline.operations.doctor.Finding;
import io.nearline.operations.doctor.MachineCheck;
import io.nearline.operations.doctor.NativeCheck;
import io.nearline.operations.doctor.SpeedCheck;
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
            "Checks Java, memory, disk, native libraries and models, and, where --brokers or"
                    + " NEARLINE_BROKERS is given, brokers and topics. Says what to do where"
                    + " something is wrong, and which setting of TLS or password does not fit the"
                    + " brokers.",
            "Tells what the processor has for int8, and measures which model is the faster on it.",
            "Exit code 1 if something is."
        })
public final class DoctorCommand implements Callable<Integer> {

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

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Directory of the state, as of \"nearline stream\".")
    private Path state = Installation.stateDirectory();

    @Override
    public Integer call() throws IOException {
        boolean allWell = print(MachineCheck.findings(state));
        allWell &= print(NativeCheck.findings());
        allWell &= print(BundleCheck.findings(bundles()));
        allWell &= print(SpeedCheck.findings(bundles()));
        allWell &= print(aboutCluster());
        return allWell ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Finding> aboutCluster() throws IOException {
        return cluster.origin() == ClusterOptions.Origin.ASSUMED
                ? List.of(ClusterCheck.skipped())
                : ClusterCheck.findings(cluster.cluster(), topics.names());
    }

    private List<Path> bundles() throws IOException {
        if (models.isEmpty()) {
            return Installation.bundles().all();
        }
        List<Path> found = new ArrayList<>();
        for (String model : models) {
            found.add(Installation.bundles().find(model));
        }
        return found;
    }

    /** Prints a line each; whether all is well. */
    private boolean print(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            String remedy = finding.remedy().isEmpty() ? "" : " -> " + finding.remedy();
            String line = finding.subject() + ": " + finding.detail() + remedy;
            out.println(label(finding.state()) + line.replaceAll("\\s*\\R\\s*", " "));
        }
        out.flush();
        return findings.stream().noneMatch(finding -> finding.state() == Finding.State.FAILED);
    }

    private static String label(Finding.State state) {
        return switch (state) {
            case OK -> "ok    ";
            case FAILED -> "FAIL  ";
            case SKIPPED -> "skip  ";
        };
    }
}
