package io.nearline.cli.mapping;

import io.nearline.operations.mapping.TrialReport;
import io.nearline.operations.mapping.TrialReport.Refusals;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.json.Detail;
import io.nearline.topics.json.RecordJson;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A trial as people read it. */
final class TrialText {

    private static final String NEW_LINE = "\n";

    private final TrialReport report;

    TrialText(TrialReport report) {
        this.report = report;
    }

    /** All of it; ends with a line end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        addPosts(text);
        addCounts(text);
        addRefused(text);
        addMissing(text);
        addWeakened(text);
        return text.toString();
    }

    private void addPosts(StringBuilder text) {
        RecordJson json = new RecordJson(Detail.SHORT);
        for (PostEvent post : report.posts()) {
            text.append(json.render(post)).append(NEW_LINE);
        }
        text.append(report.posts().isEmpty() ? "" : NEW_LINE);
    }

    private void addCounts(StringBuilder text) {
        String kinds =
                report.kinds().entrySet().stream()
                        .map(kind -> "%s %d".formatted(name(kind), kind.getValue()))
                        .collect(Collectors.joining(", "));
        text.append("records that became posts: ").append(report.mappedRecords());
        text.append(kinds.isEmpty() ? "" : " (" + kinds + ")").append(NEW_LINE);
        report.times()
                .ifPresent(
                        span ->
                                text.append(
                                        "event times: %s to %s\n"
                                                .formatted(span.earliest(), span.latest())));
        text.append("records refused: ").append(report.refusedRecords()).append(NEW_LINE);
    }

    private void addRefused(StringBuilder text) {
        report.refused().entrySet().stream()
                .sorted(
                        Comparator.comparingLong(
                                (Map.Entry<String, Refusals> reason) -> -reason.getValue().count()))
                .forEach(
                        reason ->
                                text.append(
                                        "  %d, the first on %s: %s\n"
                                                .formatted(
                                                        reason.getValue().count(),
                                                        reason.getValue().place(),
                                                        reason.getValue().message())));
    }

    private void addMissing(StringBuilder text) {
        if (!report.missing().isEmpty()) {
            text.append("posts without a field that the mapping names:").append(NEW_LINE);
            report.missing()
                    .forEach((field, count) -> text.append("  %s: %d\n".formatted(field, count)));
        }
    }

    private void addWeakened(StringBuilder text) {
        if (report.weakened().isEmpty()) {
            text.append("The mapping weakens no promise.").append(NEW_LINE);
        } else {
            text.append("promises that the mapping weakens:").append(NEW_LINE);
            report.weakened().forEach(promise -> text.append("  - %s\n".formatted(promise)));
        }
    }

    private static String name(Map.Entry<?, Long> kind) {
        return kind.getKey().toString().toLowerCase(Locale.ROOT);
    }
}
