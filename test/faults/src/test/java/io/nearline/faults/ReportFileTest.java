package io.nearline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

    @TempDir private Path directory;

    @Test
    void replacesTheTableAndLeavesTheRestOfThePage() throws IOException {
        Path page = directory.resolve("faults.md");
        Files.writeString(
                page, "# Faults\n<!-- table: begin -->\nold\n<!-- table: end -->\nMore.\n");

        new ReportFile(page).write("| new |\n");
        new ReportFile(page).write("| newer |\n");

        assertThat(Files.readString(page))
                .startsWith("# Faults\n<!-- table: begin -->\n")
                .endsWith("| newer |\n<!-- table: end -->\nMore.\n")
                .doesNotContain("old", "| new |");
    }

    @Test
    void saysWhichLinesAPageLacks() throws IOException {
        Path page = directory.resolve("faults.md");
        Files.writeString(page, "# Faults\n");

        assertThatThrownBy(() -> new ReportFile(page).write("| new |\n"))
                .hasMessageContaining("<!-- table: begin -->");
    }

    @Test
    void makesAPageThatIsNotThere() throws IOException {
        Path page = directory.resolve("new.md");

        new ReportFile(page).write("| new |\n");

        assertThat(Files.readString(page)).contains("| new |");
    }
}
