package io.nearline.training.report;

import io.nearline.training.report.Report.ModelScore;
import io.nearline.training.report.Report.SetResult;
import java.io.PrintWriter;

/**
 * Whether tasks help each other, for people: of each task's held-out parts the scores of the base,
 * of the task alone and of all tasks together.
 */
public final class TransferTable {
    private static final String ROW = "%-18s %7s %7s %8s  %-28s %s";

    private TransferTable() {}

    /**
     * Prints it.
     *
     * @param report whose first model learned from all tasks
     * @param together name of that model
     * @param alone what names of models that learned from one task begin with; its task follows
     */
    public static void print(Report report, String together, String alone, PrintWriter out) {
        out.println(
                ROW.formatted(
                        "HELD OUT",
                        "BASE",
                        "ALONE",
                        "TOGETHER",
                        "ABOVE BASE (95 %)",
                        "ABOVE ALONE (95 %)"));
        int first = report.models().indexOf(together);
        for (SetResult set : report.sets()) {
            int single = set.task().map(task -> report.models().indexOf(alone + task)).orElse(-1);
            ModelScore all = set.scores().get(first);
            out.println(
                    ROW.formatted(
                                    set.name(),
                                    ReportTable.number(set.base().value()),
                                    single < 0
                                            ? ""
                                            : ReportTable.number(
                                                    set.scores().get(single).score().value()),
                                    ReportTable.number(all.score().value()),
                                    ReportTable.difference(all.aboveBase()),
                                    single < 0 ? "" : above(set.scores().get(single)))
                            .stripTrailing());
        }
        out.flush();
    }

    private static String above(ModelScore single) {
        return single.belowFirst().map(ReportTable::difference).orElse("");
    }
}
