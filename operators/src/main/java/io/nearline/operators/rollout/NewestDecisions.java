package io.nearline.operators.rollout;

import io.nearline.operators.model.ModelPhase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest decision on each model by its sequence, in whatever order the records come: a job that
 * was cut off writes its answers again, and answers cross with what people decide.
 */
final class NewestDecisions {

    /** What a record is, beside the newest of its model. */
    enum Order {
        /** It is the newest now. */
        NEWER,
        /** It says again what is known. */
        REPEATED,
        /** It was superseded where it lies: nothing is to be done. */
        OUTDATED,
        /** It is older, yet lies behind the newest, which compaction is going to remove. */
        OVERWRITING
    }

    private final Map<String, DecidedRecord> byName = new TreeMap<>();

    NewestDecisions(Iterable<DecidedRecord> before) {
        before.forEach(this::keep);
    }

    /** What a record is. Of two with one sequence the later wins, but no answer of a job does. */
    Order judge(DecidedRecord record) {
        DecidedRecord known = byName.get(record.name());
        if (known == null || record.sequence() > known.sequence()) {
            return Order.NEWER;
        }
        if (record.offset() <= known.offset()) {
            return Order.OUTDATED;
        }
        if (record.sequence() < known.sequence()) {
            return Order.OVERWRITING;
        }
        if (record.repeats(known)) {
            return Order.REPEATED;
        }
        boolean unasked = isAnswer(record) && !(isQuestion(known) && record.isAbout(known));
        return unasked ? Order.OVERWRITING : Order.NEWER;
    }

    /** Takes a record over as the newest of its model. */
    void keep(DecidedRecord record) {
        byName.put(record.name(), record);
    }

    /** The newest decision on a model; empty if there is none. */
    Optional<DecidedRecord> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The newest decision on each model, by name. */
    Collection<DecidedRecord> all() {
        return List.copyOf(byName.values());
    }

    private static boolean isAnswer(DecidedRecord record) {
        return record.phase() == ModelPhase.CANDIDATE || record.phase() == ModelPhase.REJECTED;
    }

    private static boolean isQuestion(DecidedRecord record) {
        return record.phase() == ModelPhase.STAGED;
    }
}
