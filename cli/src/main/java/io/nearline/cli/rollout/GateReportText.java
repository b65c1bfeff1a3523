package io.nearline.cli.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.ModelId;
import io.nearline.operations.rollout.CheckResult;
import io.nearline.operations.rollout.CheckResult.Outcome;
import io.nearline.operations.rollout.GateReport;
import java.io.PrintWriter;
import java.util.Locale;

/** A report of the promotion gate, for people and for machines. */
final class GateReportText {

    private GateReportText() {}

    /** Prints a line per check and what to do about those that failed. */
    static void print(GateReport report, PrintWriter out) {
        String against = report.baseline().map(ModelId::name).orElse("no active model");
        out.println(report.candidate().name() + " against " + against);
        for (CheckResult result : report.results()) {
            out.printf(
                    Locale.ROOT,
                    "%-5s %-17s %-7s %-9s %s%n",
                    label(result.outcome()),
                    result.check().label(),
                    CheckResult.number(result.figure()),
                    result.bar(),
                    oneLine(result.detail()));
            if (!result.remedy().isEmpty()) {
                out.printf("%42s-> %s%n", "", oneLine(result.remedy()));
            }
        }
        out.printf(
                Locale.ROOT,
                "%d passed, %d failed, %d skipped%n",
                report.count(Outcome.PASSED),
                report.count(Outcome.FAILED),
                report.count(Outcome.SKIPPED));
        out.flush();
    }

    /** The report as JSON; figures that could not be had are null. */
    static ObjectNode json(GateReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", report.candidate().name());
        json.put("digest", report.candidate().digest());
        json.put("against", report.baseline().map(ModelId::name).orElse(null));
        json.put("passes", report.passes());
        ArrayNode checks = json.putArray("checks");
        for (CheckResult result : report.results()) {
            checks.addObject()
                    .put("check", result.check().label())
                    .put("outcome", result.outcome().name())
                    .put("figure", Double.isNaN(result.figure()) ? null : result.figure())
                    .put("bar", result.bar())
                    .put("detail", result.detail())
                    .put("remedy", result.remedy());
        }
        return json;
    }

    private static String label(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "ok";
            case FAILED -> "FAIL";
            case SKIPPED -> "skip";
        };
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
