package io.nearline.faults.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results as a table in Markdown, which is also fit to read on a terminal. A row a fault, with
 * the run that it is from; the last row sums up.
 */
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
                    "longest checkpoint",
                    "run");

    /** The columns of numbers that add up. */
    private static final int FIRST_NUMBER = 1;

    private static final int LAST_NUMBER = 5;
    private static final String SUM = "all";

    private final List<List<String>> rows;

    private ResultTable(List<List<String>> rows) {
        this.rows = rows;
    }

    /**
     * @param run which run this was, so that it can be repeated
     */
    public static ResultTable of(List<FaultResult> results, String run) {
        return new ResultTable(results.stream().map(result -> row(result, run)).toList());
    }

    /** Reads a table that was rendered, without the row that sums up. */
    public static ResultTable parse(String text) {
        return new ResultTable(
                text.lines()
                        .filter(line -> line.startsWith("| "))
                        .map(ResultTable::cells)
                        .filter(row -> row.size() == HEAD.size() && !row.equals(HEAD))
                        .filter(row -> !row.get(0).equals(SUM))
                        .toList());
    }

    /**
     * This table with the rows of an older one for those faults that were not tried now.
     *
     * @param order the names of faults, as the rows shall stand
     */
    public ResultTable over(ResultTable older, List<String> order) {
        Map<String, List<String>> merged = new LinkedHashMap<>();
        older.rows.forEach(row -> merged.put(row.get(0), row));
        for (List<String> row : rows) {
            if (wasTried(row) || !merged.containsKey(row.get(0))) {
                merged.put(row.get(0), row);
            }
        }
        List<List<String>> sorted = new ArrayList<>(merged.values());
        sorted.sort((a, b) -> place(order, a) - place(order, b));
        return new ResultTable(List.copyOf(sorted));
    }

    @Override
    public String toString() {
        List<List<String>> all = new ArrayList<>();
        all.add(HEAD);
        all.addAll(rows);
        all.add(sum());
        return render(all);
    }

    private static int place(List<String> order, List<String> row) {
        int place = order.indexOf(row.get(0));
        return place < 0 ? order.size() : place;
    }

    private static boolean wasTried(List<String> row) {
        return row.get(FIRST_NUMBER).matches("\\d+");
    }

    private static List<String> row(FaultResult result, String run) {
        if (result.skipped().isPresent()) {
            List<String> row = new ArrayList<>(Collections.nCopies(HEAD.size(), ""));
            row.set(0, result.fault());
            row.set(FIRST_NUMBER, "skipped: " + result.skipped().get());
            return row;
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
                seconds(result.longestCheckpoint()),
                run);
    }

    private List<String> sum() {
        List<String> sum = new ArrayList<>(Collections.nCopies(HEAD.size(), ""));
        sum.set(0, SUM);
        for (int column = FIRST_NUMBER; column <= LAST_NUMBER; column++) {
            int at = column;
            int total =
                    rows.stream()
                            .filter(ResultTable::wasTried)
                            .mapToInt(row -> Integer.parseInt(row.get(at)))
                            .sum();
            sum.set(column, Integer.toString(total));
        }
        return sum;
    }

    private static List<String> cells(String line) {
        String[] cells = line.strip().split("\\|", -1);
        return Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
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
