package io.nearline.topics.control;

import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the index-control topic says at one moment: the newest record of every key, in the order in
 * which they were written. Not changed by what is written later.
 *
 * @param statuses what was decided, by model name
 * @param servings what the live job does, by model name
 * @param backfills how far backfills are, by backfill id
 * @param lastSequence number of the latest decision met; 0 before the first
 * @param unread how many records were passed over, by reason; reasons without one are absent
 */
public record ControlView(
        Map<String, ModelStatus> statuses,
        Map<String, ModelServing> servings,
        Map<String, BackfillReport> backfills,
        long lastSequence,
        Map<Unread, Integer> unread) {

    public ControlView {
        statuses = inOrder(statuses);
        servings = inOrder(servings);
        backfills = inOrder(backfills);
        unread = Collections.unmodifiableMap(copy(unread));
    }

    /** The model to query with: of those decided to be ACTIVE the one decided last. */
    public Optional<ModelStatus> active() {
        ModelStatus active = null;
        for (ModelStatus status : statuses.values()) {
            boolean newer = active == null || status.getSequence() >= active.getSequence();
            if (status.getState() == ModelState.ACTIVE && newer) {
                active = status;
            }
        }
        return Optional.ofNullable(active);
    }

    /** What was decided about a model. */
    public Optional<ModelStatus> status(String modelName) {
        return Optional.ofNullable(statuses.get(modelName));
    }

    /** What the live job does with a model. */
    public Optional<ModelServing> serving(String modelName) {
        return Optional.ofNullable(servings.get(modelName));
    }

    /** How far a backfill is. */
    public Optional<BackfillReport> backfill(String backfillId) {
        return Optional.ofNullable(backfills.get(backfillId));
    }

    /** The number for the next decision. */
    public long nextSequence() {
        return lastSequence + 1;
    }

    private static <T> Map<String, T> inOrder(Map<String, T> records) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(records));
    }

    private static Map<Unread, Integer> copy(Map<Unread, Integer> counts) {
        Map<Unread, Integer> copy = new EnumMap<>(Unread.class);
        copy.putAll(counts);
        return copy;
    }
}
