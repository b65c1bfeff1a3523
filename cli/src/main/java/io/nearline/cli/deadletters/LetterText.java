package io.nearline.cli.deadletters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operations.deadletters.StoredLetter;
import io.nearline.schemas.DeadLetter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A dead letter as a line of a table or a JSON object, without what the post says. */
final class LetterText {

    private static final String ROW = "%-12s %-20s %-8s %-28s %-28s %-5s %-7s %s";
    private static final int LONGEST_KEY = 60;

    private LetterText() {}

    /** The names of the columns of {@link #row}. */
    static String head() {
        return ROW.formatted(
                "PLACE", "FAILED", "STAGE", "REASON", "MODEL", "RETRY", "ATTEMPT", "POST");
    }

    static String row(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        return ROW.formatted(
                stored.place(),
                time(letter.getFailedAt()),
                letter.getStage(),
                letter.getReasonClass(),
                model(letter),
                letter.getRetryable() ? "yes" : "no",
                stored.attempt(),
                key(stored));
    }

    static ObjectNode json(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        return JsonNodeFactory.instance
                .objectNode()
                .put("place", stored.place().toString())
                .put("failedAt", letter.getFailedAt().toString())
                .put("stage", letter.getStage().name())
                .put("reason", letter.getReasonClass())
                .put("message", letter.getMessage())
                .put("model", letter.getModelName())
                .put("retryable", letter.getRetryable())
                .put("attempt", stored.attempt())
                .put("postId", stored.key())
                .put("record", stored.source().toString())
                .put("valueBytes", stored.valueBytes())
                .put("jobId", letter.getJobId());
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String model(DeadLetter letter) {
        return letter.getModelName() == null ? "(all)" : letter.getModelName();
    }

    /** The key in one line; a producer may have put anything there. */
    static String key(StoredLetter stored) {
        String key = stored.key().replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "\uFFFD");
        if (key.isEmpty()) {
            return "(no key)";
        }
        return key.codePointCount(0, key.length()) <= LONGEST_KEY
                ? key
                : key.substring(0, key.offsetByCodePoints(0, LONGEST_KEY)) + "...";
    }
}
