package io.nearline.operations.deadletters;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides which letters are replayed. A replay is the record of a letter, for the letter's model if
 * it names one: a record is replayed once for each. Not thread-safe.
 */
public final class ReplaySelection {

    /** What is done with a letter. */
    public enum Ruling {
        /** Its record is published again. */
        REPLAY("replayed"),
        /** Its record was selected already, for another letter of it. */
        SAME_RECORD("of a record and model that were replayed for another letter"),
        /** The same record would fail again, unless job, model or schema have changed. */
        PERMANENT("not retryable (--include-permanent replays them too)"),
        /** The letter holds only the beginning of the value. */
        CUT("too large to be kept whole; publish the post again at its source"),
        /** There is nothing to publish. */
        NO_VALUE("without a value");

        private final String description;

        Ruling(String description) {
            this.description = description;
        }

        /** Completes "3 letters ...". */
        public String description() {
            return description;
        }
    }

    /** Whether letters that say that a retry cannot help are replayed. */
    public enum Permanent {
        LEAVE,
        INCLUDE
    }

    private final Permanent permanent;
    private final Set<Selected> selected = new HashSet<>();
    private final Map<Ruling, Long> counts = new EnumMap<>(Ruling.class);

    /**
     * What is replayed.
     *
     * @param source the record
     * @param modelName the model that it is replayed for, or null for all
     */
    private record Selected(StoredLetter.Source source, String modelName) {}

    /** An empty selection. */
    public ReplaySelection(Permanent permanent) {
        this.permanent = permanent;
    }

    /** Decides on a letter, and counts what was decided. */
    public Ruling decide(StoredLetter stored) {
        Ruling ruling = ruling(stored);
        counts.merge(ruling, 1L, Long::sum);
        return ruling;
    }

    private Ruling ruling(StoredLetter stored) {
        if (stored.letter().getValue() == null) {
            return Ruling.NO_VALUE;
        }
        if (LetterReplay.isCut(stored)) {
            return Ruling.CUT;
        }
        if (!stored.letter().getRetryable() && permanent == Permanent.LEAVE) {
            return Ruling.PERMANENT;
        }
        boolean isForAll = selected.contains(new Selected(stored.source(), null));
        return !isForAll
                        && selected.add(
                                new Selected(stored.source(), stored.letter().getModelName()))
                ? Ruling.REPLAY
                : Ruling.SAME_RECORD;
    }

    /** How many letters a ruling was made for. */
    public long count(Ruling ruling) {
        return counts.getOrDefault(ruling, 0L);
    }
}
