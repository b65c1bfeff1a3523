package io.nearline.training.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlanReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/training-plan.md");

    private final PlanSchema schema;

    PlanReferenceTest() throws Exception {
        schema = new PlanSchema();
    }

    /** Regenerate with {@code mvn -pl training -am test -Dnearline.regenerate=true}. */
    @Test
    void thePageIsCurrent() throws Exception {
        String page = new PlanReference(schema).markdown();
        if (Boolean.getBoolean("nearline.regenerate")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("run mvn -pl training -am test -Dnearline.regenerate=true and commit the page")
                .hasContent(page);
    }

    @Test
    void everyKeyIsExplained() {
        assertThat(
                        new PlanReference(schema)
                                .markdown()
                                .lines()
                                .filter(line -> line.startsWith("| `")))
                .hasSizeGreaterThan(50)
                .allMatch(line -> line.split("\\|")[4].strip().length() > 10);
    }
}
