package io.nearline.cli;

import io.nearline.operations.local.StateDirectory;
import io.nearline.pipeline.config.InvalidConfigurationException;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.topics.cluster.Cluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
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
final class StreamCommand implements Callable<Integer> {

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
    public Integer call() throws Exception {
        Configuration given = options.configuration();
        if (printSubmit) {
            JobConfig config = check(given, List.of());
            new SubmitInstructions(given, config).print(spec.commandLine().getOut());
            return ExitCode.OK;
        }
        KafkaSettings kafka = check(given, problemsHere(given)).kafka();
        TopicsInPlace.require(
                new Cluster(kafka.bootstrapServers(), kafka.clientProperties()),
                TopicsInPlace.namesOf(kafka),
                spec.commandLine().getErr());
        run(given);
        return ExitCode.OK;
    }

    private void run(Configuration given) throws Exception {
        try (StopOnSignal stop = StopOnSignal.install();
                StateDirectory directory = StateDirectory.open(state);
                StatusLine status = new StatusLine(spec.commandLine().getErr())) {
            StreamRun run = new StreamRun(given, directory, status);
            run.run(
                    fresh ? StreamRun.Beginning.ANEW : StreamRun.Beginning.NEWEST_CHECKPOINT,
                    stop::isWanted);
        }
    }

    private static List<String> problemsHere(Configuration given) {
        return given.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                ? List.of(
                        CheckpointingOptions.CHECKPOINTS_DIRECTORY.key()
                                + " is "
                                + given.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                                + "; leave it out here, --state says where checkpoints go")
                : List.of();
    }

    /** Reads the configuration; fails with all problems together. */
    private static JobConfig check(Configuration given, List<String> problemsHere) {
        List<String> problems = new ArrayList<>(problemsHere);
        try {
            JobConfig config = JobConfig.from(given);
            if (problems.isEmpty()) {
                return config;
            }
        } catch (InvalidConfigurationException e) {
            problems.addAll(e.problems());
        }
        throw new InvalidConfigurationException(problems);
    }
}
