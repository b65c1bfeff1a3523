package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.testcluster.DeploymentManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest for brokers that want TLS and a password finds both in the files of its Secret. */
class SecuredManifestTest {

    private static final String SECRET = "kubernetes.secrets";

    private final JsonNode over = YamlFile.tree("secured/kafka.yaml");
    private final JsonNode secured = YamlFile.overlaid(DeploymentManifest.read().resource(), over);
    private final Map<String, String> settings = new HashMap<>();

    @TempDir private Path directory;

    {
        secured.at("/spec/flinkConfiguration")
                .properties()
                .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    }

    @Test
    void isLaidOverTheManifestOfTheJob() {
        JsonNode job = DeploymentManifest.read().resource();

        for (String field : new String[] {"/apiVersion", "/kind", "/metadata/name"}) {
            assertThat(over.at(field)).as(field).isEqualTo(job.at(field));
        }
        assertThat(PodSecurity.problemsOf(secured.at("/spec/podTemplate/spec"))).isEmpty();
    }

    @Test
    void kafkaClientsReadUserAndPasswordFromTheSecret() throws IOException {
        String mounted = settings.get(SECRET).split(":", 2)[1];
        lookLikeASecret("user", "nearline", "password", "open sesame");

        Map<String, Object> kafka = new HashMap<>();
        JobConfig.from(Configuration.fromMap(settings))
                .kafka()
                .clientProperties()
                .forEach(
                        (name, value) ->
                                kafka.put(name, value.replace(mounted, directory.toString())));
        kafka.put("bootstrap.servers", "127.0.0.1:9093");
        AdminClientConfig resolved = new AdminClientConfig(kafka);

        Password login = resolved.getPassword("sasl.jaas.config");
        assertThat(login.value())
                .contains("username=\"nearline\"", "password=\"open sesame\"")
                .doesNotContain("${");
        assertThat(resolved.getString("security.protocol")).isEqualTo("SASL_SSL");
    }

    @Test
    void holdsNoSecret() {
        assertThat(settings.get("nearline.kafka.properties.sasl.jaas.config"))
                .contains("username=\"${dir:", "password=\"${dir:");
        assertThat(settings.keySet()).noneMatch(key -> key.endsWith(".ssl.truststore.password"));
    }

    /** Kubernetes mounts a Secret as links to files that it exchanges all at once. */
    private void lookLikeASecret(String... namesAndValues) throws IOException {
        Path data = Files.createDirectory(directory.resolve("..2026_03_01"));
        Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Files.writeString(data.resolve(namesAndValues[i]), namesAndValues[i + 1]);
            Files.createSymbolicLink(
                    directory.resolve(namesAndValues[i]),
                    Path.of("..data").resolve(namesAndValues[i]));
        }
    }
}
