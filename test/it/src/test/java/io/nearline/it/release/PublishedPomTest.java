package io.nearline.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Maven Central asks of a POM, and what consumers need of it. */
class PublishedPomTest {

    private static final String RELEASE = "profiles/profile[id='release']/build/plugins/plugin";

    private final Pom parent = Pom.of("");
    private final List<String> published = new ArrayList<>();

    @BeforeEach
    void findPublished() {
        for (String module : parent.texts("modules/module")) {
            if (Pom.of(module).text("properties/nearline.unpublished").equals("false")) {
                published.add(module);
            }
        }
    }

    @Test
    void whatConsumersTakeIsPublishedAndNothingElse() {
        assertThat(parent.text("properties/nearline.unpublished")).isEqualTo("true");
        assertThat(parent.text("properties/maven.deploy.skip")).isEqualTo("true");
        assertThat(published).containsExactlyInAnyOrder("schemas", "topics");
    }

    @Test
    void whatIsPublishedNeedsNothingThatIsNot() {
        List<String> artifacts =
                published.stream().map(module -> Pom.of(module).text("artifactId")).toList();

        for (String module : published) {
            assertThat(
                            Pom.of(module)
                                    .texts(
                                            "dependencies/dependency[groupId='io.nearline' and"
                                                    + " not(scope='test')]/artifactId"))
                    .as(module)
                    .isSubsetOf(artifacts);
        }
    }

    @Test
    void eachSaysWhatItIs() {
        for (String module : published) {
            assertThat(Pom.of(module).text("name")).as(module).isNotEmpty();
            assertThat(Pom.of(module).text("description")).as(module).hasSizeGreaterThan(30);
        }
    }

    @Test
    void allSayWhoMadeThemWhereAndUnderWhichLicence() {
        assertThat(parent.text("groupId")).isEqualTo("io.nearline");
        assertThat(parent.text("url")).isEqualTo("${nearline.home}");
        assertThat(parent.text("licenses/license/name")).isEqualTo("Apache-2.0");
        assertThat(parent.text("licenses/license/url")).startsWith("https://www.apache.org/");
        assertThat(parent.text("developers/developer/name")).isNotEmpty();
        assertThat(parent.text("developers/developer/organization")).isNotEmpty();
        assertThat(parent.text("scm/connection")).isEqualTo("scm:git:${nearline.home}.git");
        assertThat(parent.text("scm/developerConnection")).startsWith("scm:git:");
        assertThat(parent.text("scm/url")).isEqualTo("${nearline.home}");
    }

    @Test
    void theAddressOfAModuleIsThatOfTheProject() {
        assertThat(parent.text("@child.project.url.inherit.append.path")).isEqualTo("false");
        assertThat(parent.text("scm/@child.scm.url.inherit.append.path")).isEqualTo("false");
        assertThat(parent.text("scm/@child.scm.connection.inherit.append.path")).isEqualTo("false");
        assertThat(parent.text("scm/@child.scm.developerConnection.inherit.append.path"))
                .isEqualTo("false");
    }

    @Test
    void everythingComesFromMavenCentral() {
        List<String> modules = new ArrayList<>(parent.texts("modules/module"));
        modules.add("");

        assertThat(modules).hasSizeGreaterThan(15);
        for (String module : modules) {
            Pom pom = Pom.of(module);
            assertThat(pom.texts(".//repository | /project//pluginRepository"))
                    .as(module)
                    .isEmpty();
            assertThat(pom.texts(".//dependency/version | /project//plugin/version"))
                    .as(module)
                    .noneMatch(version -> version.contains("SNAPSHOT"));
        }
    }

    @Test
    void aReleaseHasSourcesJavadocASignatureAndAFlatPom() {
        assertThat(parent.texts(RELEASE + "/executions/execution/goals/goal"))
                .contains("flatten", "jar-no-fork", "jar", "sign", "enforce");
        assertThat(parent.texts(RELEASE + "/configuration/*[starts-with(name(), 'skip')]"))
                .hasSize(5)
                .containsOnly("${nearline.unpublished}");
    }

    @Test
    void aReleaseIsNoSnapshotAndSaysWhereItIsAtHome() {
        assertThat(parent.text(RELEASE + "//requireReleaseVersion/message")).isNotEmpty();
        String home = parent.text(RELEASE + "//requireProperty/regex");

        assertThat(parent.text("properties/nearline.home")).doesNotMatch(home);
        assertThat("https://code.test/nearline/nearline").matches(home);
    }

    @Test
    void theReadmeNamesTheCoordinates() throws IOException {
        String readme = Files.readString(Artifacts.source("README.md"));
        String version = parent.text("version").replace("-SNAPSHOT", "");

        for (String module : published) {
            assertThat(readme)
                    .contains("io.nearline:" + Pom.of(module).text("artifactId") + ":" + version);
        }
    }
}
