package io.nearline.cli.backfill;

import io.nearline.cli.directories.Installation;
import io.nearline.operations.backfill.LaunchSettings;
import io.nearline.operations.backfill.submit.SubmissionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options about how a backfill's job gets to what runs it. */
final class LaunchOptions {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Where submissions are kept for \"resume\", with the state of embedded"
                        + " backfills. Default: .nearline/backfills below the project's root, or"
                        + " below the current directory where ./nearline did not start this.")
    private Path directory = Installation.dataDirectory().resolve("backfills");

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "Job jar to give to a Flink cluster. Default: the one that was built.")
    private Path jar;

    @Option(
            names = "--apply",
            description = "Apply the manifest for Kubernetes with kubectl instead of printing it.")
    private boolean apply;

    @Option(
            names = "--follow",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "How long to watch the job on a Flink cluster for failures before leaving it"
                            + " alone; 0 to leave at once. Default: ${DEFAULT-VALUE}.")
    private int followSeconds;

    LaunchSettings settings() throws IOException {
        return new LaunchSettings(
                new SubmissionStore(directory.toAbsolutePath().normalize()),
                jar == null ? Installation.jobJar() : jar,
                Duration.ofSeconds(followSeconds),
                apply ? Optional.of(System.getenv().getOrDefault("PATH", "")) : Optional.empty());
    }
}
