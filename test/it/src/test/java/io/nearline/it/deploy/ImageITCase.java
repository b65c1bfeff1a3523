package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.DeploymentManifest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be known of the image without building it. */
class ImageITCase {
    private static final Pattern COPY = Pattern.compile("COPY (?:--\\S+ )*(\\S+) (\\S+)");

    private List<String> dockerfile;

    @BeforeEach
    void readDockerfile() throws IOException {
        dockerfile = Files.readAllLines(Artifacts.source("deploy/image/Dockerfile"));
    }

    @Test
    void findsEverythingItCopiesInTheAssembledContext() throws IOException {
        Path context = Artifacts.source("deploy/target");
        List<String> sources = copied(1);

        assertThat(sources).hasSize(3);
        for (String source : sources) {
            assertThat(matches(context, source)).as(source).isNotEmpty();
        }
    }

    @Test
    void putsTheJobJarAndTheBundlesWhereTheManifestLooksForThem() {
        DeploymentManifest manifest = DeploymentManifest.read();
        String jar = manifest.resource().at("/spec/job/jarURI").asText();
        String models = manifest.flinkConfiguration().get("nearline.models.directory");

        assertThat(copied(2)).contains(jar.replace("local://", ""), models + "/");
    }

    @Test
    void isBuiltOnTheFlinkThatTheJobIsCompiledAgainst() {
        assertThat(dockerfile)
                .anyMatch(
                        line ->
                                line.startsWith(
                                        "ARG FLINK_IMAGE=flink:"
                                                + EnvironmentInformation.getVersion()
                                                + "-"));
    }

    private List<String> copied(int argument) {
        return dockerfile.stream()
                .map(COPY::matcher)
                .filter(Matcher::matches)
                .map(copy -> copy.group(argument))
                .toList();
    }

    private static List<Path> matches(Path context, String source) throws IOException {
        String glob = source.endsWith("/") ? source + "*" : source;
        Path directory = context.resolve(glob).getParent();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, Path.of(glob).getFileName().toString())) {
            files.forEach(found::add);
        }
        return found;
    }
}
