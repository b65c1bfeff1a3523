package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.pipeline.config.BackfillConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KubernetesManifestTest {

    private static final Path EXAMPLE = Path.of("../deploy/kubernetes/backfill.yaml");

    private static final Kubernetes IMAGE = new Kubernetes("nearline:0.1.0");

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "nearline.backfill.id", "all-minilm-l6-v2-20260301",
                    "nearline.backfill.bundle", "/opt/nearline/models/all-minilm-l6-v2",
                    "nearline.backfill.offsets", "0:0-1200000,1:0-1180000",
                    "nearline.backfill.as-of", "2026-03-01T10:00:00Z",
                    "nearline.backfill.started-at", "2026-03-01T10:00:00Z",
                    "nearline.kafka.bootstrap-servers", "kafka-kafka-bootstrap:9092",
                    "parallelism.default", "4");

    /** Regenerate with {@code mvn -pl pipeline -am test -Dnearline.regenerate=true}. */
    @Test
    void theExampleIsWhatTheCommandPrints() throws IOException {
        String printed = manifest(below("s3://nearline/backfills")).yaml(Optional.empty(), 0);
        if (Boolean.getBoolean("nearline.regenerate")) {
            Files.writeString(EXAMPLE, printed);
        }

        assertThat(EXAMPLE)
                .as("run mvn -pl pipeline -am test -Dnearline.regenerate=true and commit it")
                .hasContent(printed);
    }

    @Test
    void theExampleIsABackfillThatTheJobUnderstands() {
        BackfillConfig config = JobSettings.of(SETTINGS).asBackfill();

        assertThat(config.id()).isEqualTo("all-minilm-l6-v2-20260301");
    }

    @Test
    void aResumedBackfillBeginsAtItsSavepoint() {
        assertThat(manifest(SETTINGS).yaml(Optional.of("s3://n/savepoint-1"), 7))
                .contains("    initialSavepointPath: \"s3://n/savepoint-1\"")
                .contains("    savepointRedeployNonce: 7 ");
    }

    @Test
    void whatWasSetWinsOverTheDefaults() {
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.put("execution.checkpointing.interval", "5min");

        assertThat(manifest(settings).yaml(Optional.empty(), 0))
                .contains("    execution.checkpointing.interval: \"5min\"")
                .doesNotContain("30s");
    }

    @Test
    void anyIdBecomesANameThatKubernetesTakes() {
        String id = "Night_Run.2026-03-01T10.00.00" + "x".repeat(35);

        assertThat(new KubernetesManifest(new Submission(id, IMAGE, Map.of()), IMAGE).name())
                .startsWith("backfill-night-run-2026-03-01t10-00-00")
                .matches("[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?");
    }

    private static Map<String, String> below(String uri) {
        return JobKeys.over(JobSettings.of(SETTINGS)).stateBelow(uri).settings().toMap();
    }

    private static KubernetesManifest manifest(Map<String, String> settings) {
        return new KubernetesManifest(
                new Submission("all-minilm-l6-v2-20260301", IMAGE, settings), IMAGE);
    }
}
