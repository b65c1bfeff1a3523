package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.testcluster.DeploymentManifest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The network policy and the disruption budget are about the pods that the manifests make. */
class ClusterPolicyTest {

    private static final String POLICY = "kubernetes/network-policy.yaml";
    private static final String BUDGET = "kubernetes/disruption-budget.yaml";

    private record Metadata(String name) {}

    private record Selector(Map<String, String> matchLabels) {}

    private record Peer(Selector podSelector, Selector namespaceSelector) {}

    private record Port(String protocol, int port) {}

    private record Ingress(List<Peer> from, List<Port> ports) {}

    private record Egress(List<Peer> to, List<Port> ports) {}

    private record PolicySpec(
            Selector podSelector,
            List<String> policyTypes,
            List<Ingress> ingress,
            List<Egress> egress) {}

    private record NetworkPolicy(
            String apiVersion, String kind, Metadata metadata, PolicySpec spec) {}

    private record BudgetSpec(int minAvailable, Selector selector) {}

    private record DisruptionBudget(
            String apiVersion, String kind, Metadata metadata, BudgetSpec spec) {}

    private final DeploymentManifest manifest = DeploymentManifest.read();
    private final PolicySpec policy =
            YamlFile.strictly(YamlFile.tree(POLICY), NetworkPolicy.class).spec();

    @Test
    void thePolicyIsAboutThePodsOfEveryJob() {
        for (DeploymentManifest job : List.of(manifest, DeploymentManifest.readBackfill())) {
            JsonNode labels = job.resource().at("/spec/podTemplate/metadata/labels");
            policy.podSelector()
                    .matchLabels()
                    .forEach(
                            (name, value) ->
                                    assertThat(labels.path(name).asText()).isEqualTo(value));
        }
        assertThat(policy.policyTypes()).containsExactly("Ingress", "Egress");
    }

    @Test
    void podsOfTheJobsTalkToEachOtherOnAnyPort() {
        assertThat(policy.ingress()).anyMatch(rule -> rule.ports() == null && isOurs(rule.from()));
        assertThat(policy.egress()).anyMatch(rule -> rule.ports() == null && isOurs(rule.to()));
    }

    @Test
    void thePortsThatOthersAskAreOpenAndNoneBesides() {
        int metrics =
                Integer.parseInt(manifest.flinkConfiguration().get("metrics.reporter.prom.port"));

        assertThat(ports(policy.ingress().stream().map(Ingress::ports)))
                .containsExactlyInAnyOrder(8081, metrics);
    }

    @Test
    void theBrokersOfBothManifestsMayBeReached() {
        JsonNode secured = YamlFile.tree("secured/kafka.yaml");

        assertThat(ports(policy.egress().stream().map(Egress::ports)))
                .contains(
                        port(manifest.flinkConfiguration().get("nearline.kafka.bootstrap-servers")),
                        port(
                                secured.at("/spec/flinkConfiguration")
                                        .path("nearline.kafka.bootstrap-servers")
                                        .asText()));
    }

    /** Blocked, it would look like one that does not answer: posts wait for it without end. */
    @Test
    void aSchemaRegistryOfAnotherTeamMayBeReached() {
        assertThat(policy.egress())
                .anyMatch(
                        rule ->
                                rule.ports() != null
                                        && rule.ports().contains(new Port("TCP", 8081))
                                        && rule.to() != null
                                        && !isOurs(rule.to()));
    }

    @Test
    void theBudgetLetsOneTaskManagerGo() {
        DisruptionBudget budget = YamlFile.strictly(YamlFile.tree(BUDGET), DisruptionBudget.class);
        int parallelism = manifest.resource().at("/spec/job/parallelism").asInt();
        int slots =
                Integer.parseInt(
                        manifest.flinkConfiguration().get("taskmanager.numberOfTaskSlots"));

        assertThat(budget.apiVersion()).isEqualTo("policy/v1");
        assertThat(budget.spec().minAvailable()).isEqualTo((parallelism + slots - 1) / slots - 1);
        assertThat(budget.spec().selector().matchLabels())
                .containsEntry("app", manifest.resource().at("/metadata/name").asText())
                .containsEntry("component", "taskmanager");
    }

    @Test
    void aMisspeltFieldIsFound() {
        ObjectNode misspelt = YamlFile.tree(BUDGET).deepCopy();
        ((ObjectNode) misspelt.at("/spec")).put("minAvailible", 1);

        assertThatThrownBy(() -> YamlFile.strictly(misspelt, DisruptionBudget.class))
                .hasMessageContaining("minAvailible");
    }

    private boolean isOurs(List<Peer> peers) {
        return peers != null && peers.equals(List.of(new Peer(policy.podSelector(), null)));
    }

    private static Set<Integer> ports(Stream<List<Port>> rules) {
        return rules.filter(ports -> ports != null)
                .flatMap(List::stream)
                .map(Port::port)
                .collect(Collectors.toSet());
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
