package io.nearline.faults.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results as a table in Markdown, which is also fit to read on a terminal. */
public final class ResultTable {
    private static final List<String> HEAD =
            List.of(
                    "fault",
                    "times",
                    "records lost",
                    "wrong final states",
                    "other rules broken",
                    "duplicates",
                    "recovered in, median",
                    "worst",
                    "longest checkpoint");

    private ResultTable() {}

    /** Returns the table; its last row sums up. */
    public static String of(List<FaultResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        results.forEach(result -> rows.add(row(result)));
        rows.add(sum(results));
        return render(rows);
    }

    private static List<String> row(FaultResult result) {
        if (result.skipped().isPresent()) {
            return List.of(
                    result.fault(),
                    "skipped: " + result.skipped().get(),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "");
        }
        return List.of(
                result.fault(),
                Integer.toString(result.times()),
                Integer.toString(result.lost()),
                Integer.toString(result.wrongFinalStates()),
                Integer.toString(result.otherwiseBroken()),
                Integer.toString(result.duplicates()),
                seconds(result.medianRecovery()),
                seconds(result.worstRecovery()),
                seconds(result.longestCheckpoint()));
    }

    private static List<String> sum(List<FaultResult> results) {
        return List.of(
                "all",
                Integer.toString(results.stream().mapToInt(FaultResult::times).sum()),
                Integer.toString(results.stream().mapToInt(FaultResult::lost).sum()),
                Integer.toString(results.stream().mapToInt(FaultResult::wrongFinalStates).sum()),
                Integer.toString(results.stream().mapToInt(FaultResult::otherwiseBroken).sum()),
                Integer.toString(results.stream().mapToInt(FaultResult::duplicates).sum()),
                "",
                "",
                "");
    }

    private static String seconds(Optional<Duration> time) {
        return time.map(t -> "%.1f s".formatted(t.toMillis() / 1000.0)).orElse("");
    }

    private static String render(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (int line = 0; line < rows.size(); line++) {
            append(table, rows.get(line), widths);
            if (line == 0) {
                for (int width : widths) {
                    table.append('|').append("-".repeat(width + 2));
                }
                table.append("|\n");
            }
        }
        return table.toString();
    }

    private static void append(StringBuilder table, List<String> row, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            table.append("| ").append(row.get(i));
            table.append(" ".repeat(widths[i] - row.get(i).length() + 1));
        }
        table.append("|\n");
    }
}
