package io.nearline.operations.deadletters;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which letters are replayed. A replay is the record of a letter, for the letter's model if
 * it names one: a record is replayed once for each. Not thread-safe.
 */
public final class ReplaySelection {

    /** What is done with a letter. */
    public enum Decision {
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

        Decision(String description) {
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
    private final Map<Decision, Long> counts = new EnumMap<>(Decision.class);

    /**
     * What is replayed.
     *
     * @param source the record
     * @param modelName the model that it is replayed for; null for all
     */
    private record Selected(StoredLetter.Source source, @Nullable String modelName) {}

    /** An empty selection. */
    public ReplaySelection(Permanent permanent) {
        this.permanent = permanent;
    }

    /** Decides on a letter, and counts what was decided. */
    public Decision decide(StoredLetter stored) {
        Decision decision = decision(stored);
        counts.merge(decision, 1L, Long::sum);
        return decision;
    }

    private Decision decision(StoredLetter stored) {
        if (stored.letter().getValue() == null) {
            return Decision.NO_VALUE;
        }
        if (LetterReplay.isCut(stored)) {
            return Decision.CUT;
        }
        if (!stored.letter().getRetryable() && permanent == Permanent.LEAVE) {
            return Decision.PERMANENT;
        }
        boolean isForAll = selected.contains(new Selected(stored.source(), null));
        return !isForAll
                        && selected.add(
                                new Selected(stored.source(), stored.letter().getModelName()))
                ? Decision.REPLAY
                : Decision.SAME_RECORD;
    }

    /** How many letters a decision was made for. */
    public long count(Decision decision) {
        return counts.getOrDefault(decision, 0L);
    }
}
