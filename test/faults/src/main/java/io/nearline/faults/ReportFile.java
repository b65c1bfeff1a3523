package io.nearline.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** A page in Markdown that holds the table of the last run between two comments. */
final class ReportFile {
    private static final String BEGIN = "<!-- table: begin -->";
    private static final String END = "<!-- table: end -->";

    private final Path file;

    ReportFile(Path file) {
        this.file = file;
    }

    /** Puts the table into the page; a page that is not there is made. */
    void write(String table) throws IOException {
        String page = Files.exists(file) ? Files.readString(file) : BEGIN + "\n" + END + "\n";
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    "%s has no lines \"%s\" and \"%s\": add them where the table belongs"
                            .formatted(file, BEGIN, END));
        }
        Files.writeString(
                file,
                "%s%nRun of %s:%n%n%s%s"
                        .formatted(
                                page.substring(0, begin + BEGIN.length()),
                                LocalDate.now(java.time.ZoneOffset.UTC),
                                table,
                                page.substring(end)));
    }
}
