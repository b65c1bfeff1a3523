package io.nearline.pipeline.cli;

import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.embedded.EmbeddedJob;
import io.nearline.pipeline.embedded.RetainedCheckpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the streaming job against given brokers. */
@Command(
        name = "stream",
        description = {
            "Runs the streaming job in this process against your brokers, until Ctrl-C. Resumes"
                    + " from the newest checkpoint that an earlier run has left. The topics must be"
                    + " there (nearline topics create).",
            "",
            "Options of the job and of Flink come from --config and -D, which wins; those of the"
                + " job are in docs/reference/configuration.md. Without nearline.models.* the int8"
                + " model that comes with Nearline serves."
        })
final class StreamCommand implements Callable<Integer> {

    private static final int EXIT_CODE_INTERRUPTED = 130;
    private static final long LOOK_MILLIS = 200;

    @Spec private CommandSpec spec;

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:NEARLINE_BROKERS:-localhost:9092}",
            description =
                    "Kafka brokers, unless the options name them. Default: the environment variable"
                            + " NEARLINE_BROKERS, else localhost:9092.")
    private String brokers;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Options: YAML with nested or flat keys, or a .properties file.")
    private Path config;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "One option; may be given again. Wins over --config.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            defaultValue = ".nearline/checkpoints",
            description =
                    "Directory of the checkpoints, unless the options name one. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Path checkpoints;

    @Option(
            names = "--fresh",
            description = "Begin with empty state, whatever checkpoints there are.")
    private boolean fresh;

    @Option(
            names = "--print-submit",
            description = "Print how to submit the job to a cluster with these options, and end.")
    private boolean printSubmit;

    @Override
    public Integer call() throws Exception {
        Configuration configuration = configuration();
        if (printSubmit) {
            spec.commandLine().getOut().println(submission(configuration));
            return ExitCode.OK;
        }
        resumeUnlessFresh(configuration);
        return run(configuration);
    }

    private Configuration configuration() throws IOException {
        Configuration all = config == null ? new Configuration() : ConfigFile.read(config);
        all.addAll(Configuration.fromMap(options));
        if (!all.contains(JobOptions.BOOTSTRAP_SERVERS)) {
            all.set(JobOptions.BOOTSTRAP_SERVERS, brokers);
        }
        boolean noModels =
                !all.contains(JobOptions.MODELS_DIRECTORY) && !all.contains(JobOptions.MODELS);
        if (noModels) {
            Path bundle = Installation.bundle(Installation.DEFAULT_BUNDLE);
            all.set(JobOptions.MODELS_DIRECTORY, bundle.getParent().toString());
            all.set(JobOptions.MODELS, List.of(bundle.getFileName().toString()));
        }
        return all;
    }

    private void resumeUnlessFresh(Configuration configuration) throws IOException {
        if (configuration.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            return;
        }
        Path directory = Files.createDirectories(checkpoints).toAbsolutePath().normalize();
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        Optional<Path> newest =
                fresh || configuration.contains(StateRecoveryOptions.SAVEPOINT_PATH)
                        ? Optional.empty()
                        : RetainedCheckpoints.newestIn(directory);
        newest.ifPresent(
                checkpoint -> {
                    configuration.set(
                            StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
                    tell("resuming from " + checkpoint + " (--fresh begins anew)");
                });
    }

    private int run(Configuration configuration) throws Exception {
        try (StopOnSignal stop = StopOnSignal.install();
                EmbeddedJob job = EmbeddedJob.start(configuration)) {
            tell(
                    "the job runs against "
                            + configuration.get(JobOptions.BOOTSTRAP_SERVERS)
                            + ", Ctrl-C stops it");
            while (!stop.isWanted() && !job.hasEnded()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            if (stop.isWanted()) {
                return EXIT_CODE_INTERRUPTED;
            }
            job.await();
            return ExitCode.OK;
        }
    }

    private static String submission(Configuration configuration) throws IOException {
        String arguments =
                new TreeMap<>(configuration.toMap())
                        .entrySet().stream()
                                .map(entry -> "  '-D" + entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining("' \\\n", "", "'"));
        return String.join(
                System.lineSeparator(),
                "# The cluster needs the libraries of deploy/README.md in its lib/, and the models"
                        + " at",
                "# nearline.models.directory on every machine.",
                "export FLINK_ENV_JAVA_OPTS=--add-opens=java.base/java.util=ALL-UNNAMED",
                "flink run -d -c "
                        + StreamingJob.class.getName()
                        + " "
                        + Installation.jobJar()
                        + " \\",
                arguments);
    }

    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
