package io.nearline.testcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manifest of the streaming job, as it lies in {@code deploy/}. */
public final class DeploymentManifest {
    private final JsonNode resource;

    private DeploymentManifest(JsonNode resource) {
        this.resource = resource;
    }

    /** Reads the manifest. */
    public static DeploymentManifest read() {
        return read("flinkdeployment.yaml");
    }

    /** Reads the example of a backfill's manifest. */
    public static DeploymentManifest readBackfill() {
        return read("backfill.yaml");
    }

    private static DeploymentManifest read(String file) {
        try {
            return new DeploymentManifest(
                    new YAMLMapper()
                            .readTree(Artifacts.source("deploy/kubernetes/" + file).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the manifest", e);
        }
    }

    /** The whole resource. */
    public JsonNode resource() {
        return resource;
    }

    /** What each Java of the cluster is started with. */
    public List<String> javaFlags() {
        return List.of(flinkConfiguration().get("env.java.opts.all").split(" "));
    }

    /** Its Flink settings, {@code nearline.*} among them. */
    public Map<String, String> flinkConfiguration() {
        Map<String, String> settings = new TreeMap<>();
        resource.at("/spec/flinkConfiguration")
                .properties()
                .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
        return settings;
    }
}
