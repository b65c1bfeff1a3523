package io.nearline.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/configuration.md");

    private static final Path DECLARATIONS = Path.of("src/main/java/io/nearline/pipeline/config");

    private static final Pattern DECLARED = Pattern.compile("\\bkey\\(\"(nearline\\.[^\"]+)\"\\)");

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

    @Test
    void everyDeclaredOptionIsKnown() throws IOException {
        List<String> declared = new ArrayList<>();
        try (Stream<Path> sources = Files.list(DECLARATIONS)) {
            for (Path source : sources.toList()) {
                DECLARED.matcher(Files.readString(source))
                        .results()
                        .forEach(found -> declared.add(found.group(1)));
            }
        }

        assertThat(ConfigReference.keys()).containsExactlyInAnyOrderElementsOf(declared);
    }

    private static boolean isOurs(String key) {
        return key.startsWith("nearline.");
    }
}
