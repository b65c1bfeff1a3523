package io.nearline.operators.recall;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.TimerService;

/**
 * When the deletes of the current post become tombstones: one time per model. A timer asks for
 * those that are due; whether the post is still deleted, the caller knows.
 */
final class DueTombstones {

    private final MapState<String, Long> dueByModel;
    private final long afterMillis;
    private long noneBefore = Long.MIN_VALUE;

    /**
     * @param dueByModel times in milliseconds since the epoch, by model name
     * @param after how long after its delete; zero: never
     */
    DueTombstones(MapState<String, Long> dueByModel, Duration after) {
        this.dueByModel = dueByModel;
        this.afterMillis = after.toMillis();
    }

    /** Whether any are written. */
    boolean areWritten() {
        return afterMillis > 0;
    }

    /**
     * Holds all back until then. What was published after the checkpoint that a job has gone back
     * to is published again; a tombstone that came earlier would hide it for that long.
     *
     * @param time milliseconds since the epoch
     */
    void noneBefore(long time) {
        noneBefore = time;
    }

    /** The post was deleted now: whatever was due for the model before counts no more. */
    void add(String modelName, TimerService timers) throws Exception {
        if (!areWritten()) {
            dueByModel.remove(modelName);
            return;
        }
        long due = timers.currentProcessingTime() + afterMillis;
        dueByModel.put(modelName, due);
        timers.registerProcessingTimeTimer(due);
    }

    /**
     * As {@link #add}, of a delete of which nobody knows when it was; nothing if one is due.
     *
     * @return whether one is due only now
     */
    boolean addIfNone(String modelName, TimerService timers) throws Exception {
        if (!areWritten() || dueByModel.contains(modelName)) {
            return false;
        }
        add(modelName, timers);
        return true;
    }

    /**
     * Removes and returns the models whose time has come.
     *
     * @param time of the timer
     */
    Set<String> takeDue(long time, TimerService timers) throws Exception {
        Set<String> due = new HashSet<>();
        for (Map.Entry<String, Long> tombstone : dueByModel.entries()) {
            if (tombstone.getValue() <= time) {
                due.add(tombstone.getKey());
            }
        }
        if (!due.isEmpty() && timers.currentProcessingTime() < noneBefore) {
            timers.registerProcessingTimeTimer(noneBefore);
            return Set.of();
        }
        for (String modelName : due) {
            dueByModel.remove(modelName);
        }
        return areWritten() ? due : Set.of();
    }
}
