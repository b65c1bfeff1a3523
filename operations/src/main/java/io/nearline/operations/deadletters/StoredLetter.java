package io.nearline.operations.deadletters;

import io.nearline.schemas.DeadLetter;
import java.nio.charset.StandardCharsets;

/**
 * A dead letter and where it stands.
 *
 * @param place where it stands in the dead-letters topic
 * @param letter what was written down
 */
public record StoredLetter(LetterPlace place, DeadLetter letter) {

    /** The Kafka record that failed. One record may have a letter for each model. */
    public record Source(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + ":" + partition + ":" + offset;
        }
    }

    /** The record that failed. */
    public Source source() {
        return new Source(letter.getTopic(), letter.getPartition(), letter.getOffset());
    }

    /** The key of the record that failed, as text; empty if it had none. For a post its id. */
    public String key() {
        return letter.getKey() == null
                ? ""
                : StandardCharsets.UTF_8.decode(letter.getKey().duplicate()).toString();
    }

    /** Length of the value that failed, in bytes; 0 for a tombstone. */
    public int valueBytes() {
        return letter.getValue() == null ? 0 : letter.getValue().remaining();
    }

    /** Which attempt at the record this was: 1 for the first. */
    public int attempt() {
        return letter.getAttempt();
    }

    /** Without what the post says. */
    @Override
    public String toString() {
        return "StoredLetter[%s, %s, %s]"
                .formatted(place, letter.getStage(), letter.getReasonClass());
    }
}
