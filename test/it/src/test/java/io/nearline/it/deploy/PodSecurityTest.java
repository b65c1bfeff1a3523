package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A namespace that enforces the restricted profile takes the pods of every job. */
class PodSecurityTest {

    private static final String STREAMING = "kubernetes/flinkdeployment.yaml";
    private static final String BACKFILL = "kubernetes/backfill.yaml";

    @ParameterizedTest
    @ValueSource(strings = {STREAMING, BACKFILL})
    void podsPassTheRestrictedProfile(String file) {
        assertThat(pod(file).path("containers")).isNotEmpty();
        assertThat(PodSecurity.problemsOf(pod(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {STREAMING, BACKFILL})
    void containersWriteToTheirVolumesAlone(String file) {
        JsonNode container = pod(file).at("/containers/0");
        Set<String> writable = new HashSet<>();
        container
                .path("volumeMounts")
                .forEach(mount -> writable.add(mount.path("mountPath").asText()));

        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(writable)
                .as(
                        "state, java.io.tmpdir with Flink's io.tmp.dirs and DJL_CACHE_DIR, Flink's"
                                + " logs")
                .containsExactlyInAnyOrder("/flink-state", "/tmp", "/opt/flink/log");
        assertThat(YamlFile.tree(file).at("/spec/flinkConfiguration"))
                .anySatisfy(value -> assertThat(value.asText()).isEqualTo("/flink-state"));
    }

    @Test
    void aPodThatBreaksTheRulesIsRefusedForEachOfThem() {
        ObjectNode pod = pod(STREAMING).deepCopy();
        ((ObjectNode) pod.at("/securityContext")).put("runAsUser", 0);
        ((ObjectNode) pod.at("/securityContext")).remove("seccompProfile");
        ((ObjectNode) pod.at("/securityContext")).remove("runAsNonRoot");
        ((ObjectNode) pod.at("/containers/0/securityContext")).remove("allowPrivilegeEscalation");
        ((ObjectNode) pod.at("/containers/0/securityContext/capabilities")).remove("drop");
        ((ObjectNode) pod.at("/volumes/0")).putObject("hostPath");
        pod.put("hostNetwork", true);

        assertThat(PodSecurity.problemsOf(pod))
                .containsExactlyInAnyOrder(
                        "hostNetwork is true",
                        "volume flink-state is hostPath",
                        "the pod runs as root",
                        "flink-main-container: allowPrivilegeEscalation is not false",
                        "flink-main-container: capabilities are not all dropped",
                        "flink-main-container: runAsNonRoot is not true",
                        "flink-main-container: seccompProfile is not RuntimeDefault");
    }

    private static JsonNode pod(String file) {
        return YamlFile.tree(file).at("/spec/podTemplate/spec");
    }
}
