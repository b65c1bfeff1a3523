package io.nearline.operations.deadletters;

import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Letters counted by what they have in common. Not thread-safe. */
public final class LetterStats {

    private final Map<Group, Count> counts = new TreeMap<>();
    private final Set<StoredLetter.Source> records = new HashSet<>();
    private long letters;

    /**
     * What the letters of one count have in common.
     *
     * @param stage stage that gave up
     * @param reasonClass why
     * @param modelName the model it failed for; empty if for all
     * @param retryable whether the same record may pass when it is replayed unchanged
     */
    public record Group(
            DeadLetterStage stage, String reasonClass, String modelName, boolean retryable)
            implements Comparable<Group> {

        private static final Comparator<Group> ORDER =
                Comparator.comparing(Group::stage)
                        .thenComparing(Group::reasonClass)
                        .thenComparing(Group::modelName)
                        .thenComparing(Group::retryable);

        @Override
        public int compareTo(Group other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * How many there are, and when they failed.
     *
     * @param letters how many
     * @param first when the first failed
     * @param last when the last failed
     */
    public record Count(long letters, Instant first, Instant last) {

        private Count and(Count other) {
            return new Count(
                    letters + other.letters,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Counts one. */
    public void add(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        String model = letter.getModelName() == null ? "" : letter.getModelName();
        counts.merge(
                new Group(letter.getStage(), letter.getReasonClass(), model, letter.getRetryable()),
                new Count(1, letter.getFailedAt(), letter.getFailedAt()),
                Count::and);
        records.add(stored.source());
        letters++;
    }

    /** Letters counted. */
    public long letters() {
        return letters;
    }

    /** Different records that they are of. */
    public long records() {
        return records.size();
    }

    /** Hands over each group with its count, by stage, reason and model. */
    public void forEach(BiConsumer<Group, Count> reader) {
        counts.forEach(reader);
    }
}
