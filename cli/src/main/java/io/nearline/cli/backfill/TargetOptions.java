package io.nearline.cli.backfill;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.backfill.submit.BackfillTarget;
import io.nearline.operations.backfill.submit.BackfillTarget.FlinkCluster;
import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what runs a backfill. */
final class TargetOptions {

    /** The words of {@code --target}. */
    private enum Kind {
        EMBEDDED,
        FLINK,
        KUBERNETES
    }

    @Option(
            names = "--target",
            defaultValue = "embedded",
            description =
                    "What runs it: embedded (a Flink in this process), flink (a cluster that is"
                            + " there, see --rest) or kubernetes (the Flink Kubernetes Operator;"
                            + " prints a manifest). Default: ${DEFAULT-VALUE}.")
    private Kind target;

    @Option(
            names = "--rest",
            paramLabel = "URL",
            description = "REST endpoint of the cluster, such as http://localhost:8081.")
    private String rest;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Image of deploy/image, as the Kubernetes cluster finds it.")
    private String image;

    @Option(
            names = "--state",
            paramLabel = "URI",
            description =
                    "Directory of checkpoints and savepoints that every machine reaches. Required"
                            + " for kubernetes; a Flink cluster has its own.")
    private String state;

    /**
     * What runs it.
     *
     * @throws CommandException if not everything was said that it needs
     */
    BackfillTarget target() {
        return switch (target) {
            case EMBEDDED -> new ThisProcess();
            case FLINK -> new FlinkCluster(URI.create(required("--rest", rest)));
            case KUBERNETES -> {
                var unused = required("--state", state);
                yield new Kubernetes(required("--image", image));
            }
        };
    }

    /** Where its state goes, if that was said. */
    Optional<String> state() {
        return Optional.ofNullable(state);
    }

    private String required(String option, String value) {
        if (value == null) {
            throw new CommandException(
                    "--target %s needs %s"
                            .formatted(target.name().toLowerCase(Locale.ROOT), option));
        }
        return value;
    }
}
