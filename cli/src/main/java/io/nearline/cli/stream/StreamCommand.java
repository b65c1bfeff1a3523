package io.nearline.cli.stream;

import io.nearline.cli.directories.Installation;
import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.stream.RunStream;
import io.nearline.operations.stream.RunStream.Beginning;
import io.nearline.operations.stream.RunStream.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The streaming job in this process, against brokers that are there. */
@Command(
        name = "stream",
        description = {
            "Runs the streaming job in this process, on a Flink of its own, against your brokers."
                    + " Ctrl-C stops it; started again it goes on from its newest checkpoint.",
            "",
            "A failing job is restarted after 1 s, then after longer and longer, and given up after"
                    + " 10 restarts without a quiet hour between, with exit code 1;"
                    + " restart-strategy.* changes that."
        })
public final class StreamCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private StreamOptions options;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Directory of the checkpoints. Default: .nearline/state below the project's"
                            + " root, or below the current directory where ./nearline did not start"
                            + " this.")
    private Path state = Installation.stateDirectory();

    @Option(
            names = "--fresh",
            description =
                    "Begin anew, not from a checkpoint. Those that are there stay; the next start"
                            + " takes the newest of all.")
    private boolean fresh;

    @Option(
            names = "--print-submit",
            description = "Start nothing; print how to submit this very job to a Flink cluster.")
    private boolean printSubmit;

    @Override
    public Integer call() throws IOException, JobFailedException, InterruptedException {
        Request request =
                options.request(state, fresh ? Beginning.ANEW : Beginning.NEWEST_CHECKPOINT);
        if (printSubmit) {
            new SubmitInstructions(request.settings()).print(spec.commandLine().getOut());
            return ExitCode.OK;
        }
        try (StreamTerminal terminal = new StreamTerminal(spec.commandLine().getErr())) {
            new RunStream(terminal).run(request);
            return terminal.exitCode();
        }
    }
}
