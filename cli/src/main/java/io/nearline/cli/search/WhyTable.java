package io.nearline.cli.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What happened to a post, as lines for people. */
final class WhyTable {

    private static final String OUTCOME = "%-28s %-10s %8s  %-24s %-24s %-24s %-24s %-12s %s";
    private static final String LETTER = "%-12s %-24s %-8s %-28s %8s %-7s %s";
    private static final int DIGEST_SHOWN = 12;
    private static final String NONE = "-";

    private final JsonNode history;

    /**
     * @param history as the contract of the query service says
     */
    WhyTable(JsonNode history) {
        this.history = history;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(headline());
        JsonNode outcomes = history.path("outcomes");
        if (!outcomes.isEmpty()) {
            lines.add("");
            lines.add(
                    OUTCOME.formatted(
                            "MODEL",
                            "OUTCOME",
                            "REVISION",
                            "CHANGED",
                            "EMBEDDED",
                            "PUBLISHED",
                            "APPLIED",
                            "TEXT",
                            "BUNDLE"));
            outcomes.forEach(outcome -> lines.add(outcome(outcome)));
        }
        letters(lines, history.path("deadLetters"));
        return lines.stream().map(line -> line.replaceAll("\\p{Cntrl}", "\uFFFD")).toList();
    }

    private String headline() {
        String id = history.path("id").asText();
        JsonNode newest = history.path("newestRevision");
        if (newest.isNull()) {
            return "%s: no revision of it is known".formatted(id);
        }
        List<String> behind = new ArrayList<>();
        for (JsonNode outcome : history.path("outcomes")) {
            if (outcome.path("revision").longValue() < newest.longValue()) {
                behind.add(outcome.path("model").asText());
            }
        }
        if (history.path("outcomes").isEmpty()) {
            return "%s: revision %d was seen and nothing was published of it"
                    .formatted(id, newest.longValue());
        }
        return behind.isEmpty()
                ? "%s: revision %d, the newest, is what was published"
                        .formatted(id, newest.longValue())
                : "%s: revision %d is the newest, and not what was published under %s"
                        .formatted(id, newest.longValue(), String.join(", ", behind));
    }

    private static String outcome(JsonNode outcome) {
        return OUTCOME.formatted(
                outcome.path("model").asText(),
                outcome.path("outcome").asText(),
                outcome.path("revision").asText(),
                shown(outcome.path("changedAt")),
                shown(outcome.path("embeddedAt")),
                shown(outcome.path("publishedAt")),
                shown(outcome.path("appliedAt")),
                digest(outcome.path("contentHash")),
                digest(outcome.path("modelDigest")));
    }

    private static void letters(List<String> lines, JsonNode told) {
        lines.add("");
        JsonNode letters = told.path("letters");
        if (letters.isEmpty()) {
            lines.add("no dead letter is about it");
        } else {
            lines.add(
                    LETTER.formatted(
                            "DEAD LETTER",
                            "FAILED",
                            "STAGE",
                            "MODEL",
                            "REVISION",
                            "ATTEMPT",
                            "REASON"));
        }
        for (JsonNode letter : letters) {
            lines.add(
                    LETTER.formatted(
                            letter.path("place").asText(),
                            shown(letter.path("failedAt")),
                            letter.path("stage").asText(),
                            letter.path("model").isNull() ? "(all)" : letter.path("model").asText(),
                            shown(letter.path("revision")),
                            letter.path("attempt").asText(),
                            letter.path("reason").asText()));
            lines.add("    " + letter.path("message").asText());
        }
        if (told.path("since").isTextual()) {
            lines.add(
                    "dead letters before %s are not known".formatted(told.path("since").asText()));
        }
        if (told.path("problem").isTextual()) {
            lines.add(told.path("problem").asText());
        }
    }

    private static String shown(JsonNode value) {
        return value.isNull() ? NONE : value.asText();
    }

    private static String digest(JsonNode value) {
        String text = shown(value);
        return text.substring(0, Math.min(DIGEST_SHOWN, text.length()));
    }
}
