package io.nearline.retrieval.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A history as the contract of the query service writes it ({@code PostHistory}). */
public final class HistoryJson {

    private HistoryJson() {}

    /** The whole of it. */
    public static ObjectNode of(PostHistory history) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", history.postId());
        number(json, "newestRevision", history.newestRevision());
        ArrayNode outcomes = json.putArray("outcomes");
        history.outcomes().forEach(outcome -> outcomes.add(outcome(outcome)));
        ObjectNode letters = json.putObject("deadLetters");
        time(letters, "since", history.letters().since());
        letters.put("problem", history.letters().problem().orElse(null));
        ArrayNode list = letters.putArray("letters");
        history.letters().letters().forEach(letter -> list.add(letter(letter)));
        return json;
    }

    private static ObjectNode outcome(ModelOutcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", outcome.modelName());
        json.put("modelDigest", outcome.modelDigest().orElse(null));
        json.put("outcome", outcome.kind().word());
        json.put("revision", outcome.revision());
        json.put("contentHash", outcome.contentHash().orElse(null));
        time(json, "changedAt", outcome.changedAt());
        time(json, "embeddedAt", outcome.embeddedAt());
        time(json, "publishedAt", outcome.publishedAt());
        time(json, "appliedAt", outcome.appliedAt());
        return json;
    }

    private static ObjectNode letter(PostLetter letter) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("place", letter.place());
        time(json, "failedAt", Optional.of(letter.failedAt()));
        json.put("stage", letter.stage());
        json.put("reason", letter.reason());
        json.put("message", letter.message());
        json.put("model", letter.modelName().orElse(null));
        number(json, "revision", letter.revision());
        json.put("retryable", letter.retryable());
        json.put("attempt", letter.attempt());
        json.put("record", letter.source());
        return json;
    }

    private static void time(ObjectNode json, String name, Optional<Instant> time) {
        json.put(name, time.map(Instant::toString).orElse(null));
    }

    private static void number(ObjectNode json, String name, OptionalLong number) {
        if (number.isPresent()) {
            json.put(name, number.getAsLong());
        } else {
            json.putNull(name);
        }
    }
}
