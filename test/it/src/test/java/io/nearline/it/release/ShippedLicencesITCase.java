package io.nearline.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bill of materials holds all that is shipped, and everything in it may be shipped. */
class ShippedLicencesITCase {

    private JsonNode bom;

    @BeforeEach
    void readBillOfMaterials() throws IOException {
        bom = new ObjectMapper().readTree(Artifacts.source("dist/target/bom.json").toFile());
    }

    @Test
    void everyLibraryHasAPermissiveLicence() {
        assertThat(bom.path("components")).hasSizeGreaterThan(80);
        assertThat(ShippedLicences.problems(bom))
                .as("look up the licence in the library, and put it into ShippedLicences")
                .isEmpty();
    }

    @Test
    void whatWasLookedUpIsStillShipped() {
        assertThat(ShippedLicences.unused(bom)).isEmpty();
    }

    @Test
    void everyJarOfTheArchiveAndOfTheImageIsListed() {
        Set<String> files = new HashSet<>();
        for (JsonNode component : bom.path("components")) {
            String file =
                    component.path("name").asText() + "-" + component.path("version").asText();
            files.add(file);
            files.add(component.path("group").asText() + "." + file);
        }
        List<Path> shipped = new ArrayList<>(Artifacts.commandLine());
        shipped.addAll(Artifacts.nativeLibrary());

        assertThat(shipped)
                .isNotEmpty()
                .allSatisfy(
                        jar ->
                                assertThat(files)
                                        .as(jar.getFileName().toString())
                                        .anyMatch(jar.getFileName().toString()::startsWith));
    }

    @Test
    void whatTheJobJarIsMadeOfIsListed() {
        Pom pipeline = Pom.of("pipeline");
        String shaded = "dependencies/dependency[not(scope) or scope='runtime']";
        List<String> groups = pipeline.texts(shaded + "/groupId");
        List<String> names = pipeline.texts(shaded + "/artifactId");

        assertThat(names).hasSizeGreaterThan(5);
        for (int i = 0; i < names.size(); i++) {
            assertThat(ShippedLicences.names(bom)).contains(groups.get(i) + ":" + names.get(i));
        }
    }

    @Test
    void everyComponentHasAVersionAndAHash() {
        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.path("components"))
                .allSatisfy(
                        component -> {
                            assertThat(component.path("version").asText()).isNotEmpty();
                            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
                            assertThat(component.path("hashes")).isNotEmpty();
                        });
    }
}
