package io.nearline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.faults.campaign.ResultTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    private static final ResultTable ONE = table("run one");
    private static final ResultTable ANOTHER = table("run two");

    @TempDir private Path directory;

    @Test
    void replacesTheTableAndLeavesTheRestOfThePage() throws IOException {
        Path page = directory.resolve("faults.md");
        Files.writeString(
                page, "# Faults\n<!-- table: begin -->\nold\n<!-- table: end -->\nMore.\n");

        new ReportFile(page).write(ONE);
        new ReportFile(page).write(ANOTHER);

        assertThat(Files.readString(page))
                .startsWith("# Faults\n<!-- table: begin -->\n")
                .endsWith("<!-- table: end -->\nMore.\n")
                .contains("run two")
                .doesNotContain("old", "run one");
    }

    @Test
    void saysWhichLinesAPageLacks() throws IOException {
        Path page = directory.resolve("faults.md");
        Files.writeString(page, "# Faults\n");

        assertThatThrownBy(() -> new ReportFile(page).write(ONE))
                .hasMessageContaining("<!-- table: begin -->");
    }

    @Test
    void makesAPageThatIsNotThere() throws IOException {
        Path page = directory.resolve("new.md");

        new ReportFile(page).write(ONE);

        assertThat(Files.readString(page)).contains("run one");
    }

    private static ResultTable table(String run) {
        return ResultTable.parse(
                "| flood | 1 | 0 | 0 | 0 | 0 | 1.0 s | 1.0 s | | %s |".formatted(run));
    }
}
