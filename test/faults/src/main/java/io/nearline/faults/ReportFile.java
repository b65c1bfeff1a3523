package io.nearline.faults;

import io.nearline.faults.campaign.ResultTable;
import io.nearline.faults.fault.Fault;
import io.nearline.faults.fault.FaultCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A page in Markdown that holds a table between two comments: for each fault the row of the run
 * that tried it last.
 */
final class ReportFile {
    private static final String BEGIN = "<!-- table: begin -->";
    private static final String END = "<!-- table: end -->";

    private final Path file;

    ReportFile(Path file) {
        this.file = file;
    }

    /**
     * Puts the results into the page; rows of faults that were not tried stay. A page that is not
     * there is made.
     */
    void write(ResultTable results) throws IOException {
        String page = Files.exists(file) ? Files.readString(file) : BEGIN + "\n" + END + "\n";
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    "%s has no lines \"%s\" and \"%s\": add them where the table belongs"
                            .formatted(file, BEGIN, END));
        }
        int table = begin + BEGIN.length();
        ResultTable older = ResultTable.parse(page.substring(table, end));
        List<String> order = FaultCatalog.all().stream().map(Fault::name).toList();
        Files.writeString(
                file,
                page.substring(0, table) + "\n" + results.over(older, order) + page.substring(end));
    }
}
