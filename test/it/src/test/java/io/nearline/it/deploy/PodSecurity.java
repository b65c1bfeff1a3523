package io.nearline.it.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The restricted profile of Kubernetes' pod security standards, as a namespace enforces it that is
 * labelled {@code pod-security.kubernetes.io/enforce: restricted}.
 */
final class PodSecurity {

    private static final List<String> CONTAINERS = List.of("initContainers", "containers");

    private static final Set<String> VOLUMES =
            Set.of(
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");

    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

    private final JsonNode pod;
    private final List<String> problems = new ArrayList<>();

    private PodSecurity(JsonNode pod) {
        this.pod = pod;
    }

    /** Returns one line for each rule that the specification of a pod breaks. */
    static List<String> problemsOf(JsonNode pod) {
        PodSecurity security = new PodSecurity(pod);
        security.checkPod();
        CONTAINERS.forEach(kind -> pod.path(kind).forEach(security::checkContainer));
        return security.problems;
    }

    private void checkPod() {
        for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
            refuse(pod.path(shared).asBoolean(), shared + " is true");
        }
        pod.path("volumes").forEach(this::checkVolume);
        checkUser(pod.path("securityContext"), "the pod");
        refuse(pod.at("/securityContext").has("sysctls"), "the pod sets sysctls");
    }

    private void checkVolume(JsonNode volume) {
        volume.fieldNames()
                .forEachRemaining(
                        field ->
                                refuse(
                                        !field.equals("name") && !VOLUMES.contains(field),
                                        "volume " + volume.path("name").asText() + " is " + field));
    }

    private void checkContainer(JsonNode container) {
        String name = container.path("name").asText();
        JsonNode context = container.path("securityContext");
        refuse(context.path("privileged").asBoolean(), name + " is privileged");
        refuse(
                context.path("allowPrivilegeEscalation").asBoolean(true),
                name + ": allowPrivilegeEscalation is not false");
        checkCapabilities(context.path("capabilities"), name);
        checkUser(context, name);
        refuse(!setting(context, "runAsNonRoot").asBoolean(), name + ": runAsNonRoot is not true");
        refuse(
                !SECCOMP.contains(setting(context, "seccompProfile").path("type").asText()),
                name + ": seccompProfile is not RuntimeDefault");
        refuse(context.has("procMount"), name + " sets procMount");
        container
                .path("ports")
                .forEach(
                        port ->
                                refuse(
                                        port.path("hostPort").asInt() != 0,
                                        name + " takes a port of its host"));
    }

    private void checkCapabilities(JsonNode capabilities, String name) {
        boolean dropsAll = false;
        for (JsonNode dropped : capabilities.path("drop")) {
            dropsAll |= dropped.asText().equals("ALL");
        }
        refuse(!dropsAll, name + ": capabilities are not all dropped");
        for (JsonNode added : capabilities.path("add")) {
            refuse(!added.asText().equals("NET_BIND_SERVICE"), name + " adds " + added.asText());
        }
    }

    private void checkUser(JsonNode context, String name) {
        refuse(
                context.has("runAsUser") && context.path("runAsUser").asInt() == 0,
                name + " runs as root");
        refuse(context.has("seLinuxOptions"), name + " sets seLinuxOptions");
    }

    /** What a container does not set it has of its pod. */
    private JsonNode setting(JsonNode context, String field) {
        return context.has(field) ? context.path(field) : pod.path("securityContext").path(field);
    }

    private void refuse(boolean broken, String problem) {
        if (broken) {
            problems.add(problem);
        }
    }
}
