package io.nearline.it.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All that is shipped is listed, and may be shipped. */
class ShippedLicencesITCase {

    private final Path page = Artifacts.source("dist").resolve("THIRD-PARTY.md");
    private ThirdParty listed;

    @BeforeEach
    void readPage() throws IOException {
        if (Boolean.getBoolean("nearline.regenerate")) {
            Files.writeString(page, ThirdParty.of(bom()).page());
        }
        listed = ThirdParty.parse(Files.readString(page));
    }

    @Test
    void everyLibraryHasAPermissiveLicence() {
        assertThat(listed.licences()).hasSizeGreaterThan(80);
        assertThat(listed.problems())
                .as("look up the licence in the library, and put it into ShippedLicences")
                .isEmpty();
    }

    /** What is new is found without a bill of materials, too. */
    @Test
    void everyJarOfTheArchiveAndOfTheImageIsListed() {
        List<Path> shipped = new ArrayList<>(Artifacts.commandLine());
        shipped.addAll(Artifacts.nativeLibrary());
        List<String> jars =
                shipped.stream()
                        .map(jar -> jar.getFileName().toString())
                        .filter(jar -> !jar.startsWith("nearline-"))
                        .toList();

        assertThat(jars).hasSizeGreaterThan(80);
        assertThat(jars).as("add the library to " + page).allMatch(listed::listsJar);
    }

    @Test
    void whatTheJobJarIsMadeOfIsListed() {
        List<String> shaded =
                Pom.of("pipeline")
                        .texts(
                                "dependencies/dependency[groupId!='io.nearline' and (not(scope) or"
                                        + " scope='runtime')]/artifactId");

        assertThat(shaded).hasSizeGreaterThan(3).allMatch(listed::lists);
    }

    @Test
    void thePageIsThatOfTheBillOfMaterials() throws IOException {
        JsonNode bom = bom();

        assertThat(ShippedLicences.problems(bom)).isEmpty();
        assertThat(ShippedLicences.unused(bom)).isEmpty();
        assertThat(page)
                .as(
                        "run mvn verify with -Pbill-of-materials -Dnearline.regenerate=true and"
                                + " commit it")
                .hasContent(ThirdParty.of(bom).page());
    }

    @Test
    void everyComponentHasAVersionAndAHash() throws IOException {
        JsonNode bom = bom();

        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.path("components"))
                .allSatisfy(
                        component -> {
                            assertThat(component.path("version").asText()).isNotEmpty();
                            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
                            assertThat(component.path("hashes")).isNotEmpty();
                        });
    }

    private static JsonNode bom() throws IOException {
        Path bom = Artifacts.source("dist").resolve("target/bom.json");
        assumeThat(bom).as("is made with the profile bill-of-materials").exists();
        return new ObjectMapper().readTree(bom.toFile());
    }
}
