package io.nearline.cli;

import io.nearline.operations.backfill.submit.KubernetesManifest;
import io.nearline.operations.backfill.submit.Submission.Target;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** The options that say what runs a backfill. */
final class TargetOptions {

    @Option(
            names = "--target",
            defaultValue = "embedded",
            description =
                    "What runs it: embedded (a Flink in this process), flink (a cluster that is"
                            + " there, see --rest) or kubernetes (the Flink Kubernetes Operator;"
                            + " prints a manifest). Default: ${DEFAULT-VALUE}.")
    private Target target;

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

    Target target() {
        return target;
    }

    /**
     * Where the target is.
     *
     * @throws CommandException if that was not said
     */
    String place() {
        return switch (target) {
            case EMBEDDED -> null;
            case FLINK -> required("--rest", rest);
            case KUBERNETES -> required("--image", image);
        };
    }

    /**
     * Adds what the target needs.
     *
     * @throws CommandException if that was not said
     */
    void addTo(Configuration all) {
        var unused = place();
        if (target == Target.KUBERNETES) {
            required("--state", state);
        }
        if (state != null) {
            Map<String, String> below = KubernetesManifest.stateBelow(state);
            all.addAll(Configuration.fromMap(below));
        }
    }

    /** Where the project's image has the bundles that come with it; empty for other targets. */
    Optional<String> bundleInImage(String model) {
        return target == Target.KUBERNETES
                ? Optional.of("/opt/nearline/models/" + model)
                : Optional.empty();
    }

    private String required(String option, String value) {
        if (value == null) {
            throw new CommandException(
                    "--target " + target.name().toLowerCase(Locale.ROOT) + " needs " + option);
        }
        return value;
    }
}
