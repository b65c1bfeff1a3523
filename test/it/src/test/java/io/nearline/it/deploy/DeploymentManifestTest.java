package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.testcluster.DeploymentManifest;
import org.junit.jupiter.api.Test;

class DeploymentManifestTest {
    /**
     * The newest resource definition on Maven Central is operator 1.10's, which ends at Flink 1.20;
     * operator 1.15 has the same schema with v2_3 in this one enumeration.
     */
    private static final String TOO_NEW_FOR_THE_DEFINITION = "v2_3";

    private static final String OPEN_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    private final CrdSchema schema =
            CrdSchema.ofResource("/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml");
    private final DeploymentManifest manifest = DeploymentManifest.read();

    @Test
    void hasNothingThatTheApiServerWouldRefuseOrDrop() {
        assertThat(manifest.resource().at("/spec/flinkVersion").asText())
                .isEqualTo(TOO_NEW_FOR_THE_DEFINITION);
        assertThat(schema.problemsOf(withKnownFlinkVersion(manifest.resource()))).isEmpty();
    }

    @Test
    void ofABackfillHasNothingThatTheApiServerWouldRefuseOrDrop() {
        JsonNode backfill = DeploymentManifest.readBackfill().resource();

        assertThat(schema.problemsOf(withKnownFlinkVersion(backfill))).isEmpty();
        assertThat(backfill.at("/spec/job/entryClass").asText())
                .isEqualTo("io.nearline.pipeline.BackfillJob");
    }

    @Test
    void wouldBeRefusedWithAMisspeltFieldOrAWrongType() {
        ObjectNode resource = withKnownFlinkVersion(manifest.resource());
        ObjectNode job = (ObjectNode) resource.at("/spec/job");
        job.put("paralelism", 4);
        job.put("parallelism", "four");
        job.put("upgradeMode", "hopeful");

        assertThat(schema.problemsOf(resource))
                .hasSize(3)
                .anyMatch(problem -> problem.contains("spec.job.paralelism: unknown field"))
                .anyMatch(problem -> problem.contains("spec.job.parallelism: expected integer"))
                .anyMatch(problem -> problem.contains("spec.job.upgradeMode: hopeful"));
    }

    /** Flink changes the message of an OutOfMemoryError before it fails the task. */
    @Test
    void letsFlinkFailATaskThatRunsOutOfMemory() {
        assertThat(manifest.javaFlags()).contains(OPEN_LANG);
        assertThat(DeploymentManifest.readBackfill().javaFlags()).contains(OPEN_LANG);
    }

    @Test
    void startsTheClassThatTheJobJarNames() {
        assertThat(manifest.resource().at("/spec/job/entryClass").asText())
                .isEqualTo("io.nearline.pipeline.StreamingJob");
    }

    private static ObjectNode withKnownFlinkVersion(JsonNode resource) {
        ObjectNode copy = resource.deepCopy();
        ((ObjectNode) copy.at("/spec")).put("flinkVersion", "v1_20");
        return copy;
    }
}
