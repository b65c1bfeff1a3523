package io.nearline.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/configuration.md");

    /** Regenerate with {@code mvn -pl pipeline -am test -Dnearline.regenerate=true}. */
    @Test
    void thePageIsCurrent() throws IOException {
        if (Boolean.getBoolean("nearline.regenerate")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ConfigReference.markdown());
        }

        assertThat(PAGE)
                .as("run mvn -pl pipeline -am test -Dnearline.regenerate=true and commit the page")
                .hasContent(ConfigReference.markdown());
    }

    @Test
    void everyOptionIsExplained() {
        assertThat(ConfigReference.keys())
                .hasSizeGreaterThan(20)
                .allMatch(ConfigReferenceTest::isOurs);
        assertThat(ConfigReference.markdown().lines().filter(line -> line.startsWith("| `")))
                .allMatch(line -> line.split("\\|")[3].strip().length() > 20);
    }

    private static boolean isOurs(String key) {
        return key.startsWith("nearline.");
    }
}
