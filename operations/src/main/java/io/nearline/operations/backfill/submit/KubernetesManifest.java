package io.nearline.operations.backfill.submit;

import com.fasterxml.jackson.databind.node.TextNode;
import io.nearline.operations.settings.JobSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CoreOptions;

/** A backfill as a {@code FlinkDeployment} of the Flink Kubernetes Operator. */
public final class KubernetesManifest {

    private static final String TEMPLATE = "flinkdeployment.yaml";

    /** Names of Kubernetes' services have 63 characters at most; the operator adds some. */
    private static final int NAME_LENGTH = 45;

    /** As for the streaming job, where a reason stands beside each; what is set wins. */
    private static final Map<String, String> DEFAULTS =
            Map.ofEntries(
                    Map.entry("state.backend.type", "rocksdb"),
                    Map.entry("state.backend.rocksdb.localdir", "/flink-state"),
                    Map.entry("execution.checkpointing.incremental", "true"),
                    Map.entry("execution.checkpointing.interval", "30s"),
                    Map.entry(
                            "execution.checkpointing.externalized-checkpoint-retention",
                            "RETAIN_ON_CANCELLATION"),
                    Map.entry("high-availability.type", "kubernetes"),
                    Map.entry("restart-strategy.type", "exponential-delay"),
                    Map.entry("taskmanager.numberOfTaskSlots", "2"),
                    Map.entry("taskmanager.memory.task.off-heap.size", "1g"),
                    Map.entry("taskmanager.memory.managed.fraction", "0.3"),
                    Map.entry("taskmanager.network.memory.buffer-debloat.enabled", "true"),
                    Map.entry(
                            "classloader.parent-first-patterns.additional",
                            "ai.onnxruntime;ai.djl;com.github.luben"),
                    Map.entry(
                            "env.java.opts.all",
                            "--add-opens=java.base/java.util=ALL-UNNAMED"
                                    + " --add-opens=java.base/java.lang=ALL-UNNAMED"));

    private final Submission submission;
    private final BackfillTarget.Kubernetes target;

    /** The manifest of a submission whose target this is. */
    public KubernetesManifest(Submission submission, BackfillTarget.Kubernetes target) {
        this.submission = submission;
        this.target = target;
    }

    /** Name of the resource. */
    public String name() {
        String name =
                "backfill-"
                        + submission.id().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return name.substring(0, Math.min(NAME_LENGTH, name.length())).replaceAll("-+$", "");
    }

    /**
     * The manifest as YAML.
     *
     * @param savepoint where to go on from; empty to begin at the beginning
     * @param nonce differs from that of every manifest applied before; only looked at with a
     *     savepoint
     */
    public String yaml(Optional<String> savepoint, long nonce) {
        int parallelism = JobSettings.of(submission.settings()).parallelism();
        Map<String, String> settings = new TreeMap<>(DEFAULTS);
        settings.putAll(submission.settings());
        settings.remove(CoreOptions.DEFAULT_PARALLELISM.key());
        return template()
                .replace("${name}", name())
                .replace("${image}", quoted(target.image()))
                .replace("${parallelism}", Integer.toString(parallelism))
                .replace("${settings}", lines(settings))
                .replace("${savepoint}\n", savepoint.map(path -> from(path, nonce)).orElse(""));
    }

    private static String from(String savepoint, long nonce) {
        return "    initialSavepointPath: "
                + quoted(savepoint)
                + "\n    savepointRedeployNonce: "
                + nonce
                + " # another number deploys anew, from that savepoint\n";
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "    " + setting.getKey() + ": " + quoted(setting.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** A string of JSON is one of YAML. */
    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static String template() {
        try (InputStream resource =
                Objects.requireNonNull(
                        KubernetesManifest.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + TEMPLATE, e);
        }
    }
}
