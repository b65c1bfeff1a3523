package io.nearline.operators.promise;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * One keyed operator with all its subtasks and their real state. Restored with another number of
 * subtasks, the state is parted by key groups as Flink does it.
 *
 * @param <H> the harness of one subtask
 */
final class Subtasks<H extends AbstractStreamOperatorTestHarness<?>> {

    /** Of all operators here: the most subtasks there can be. */
    static final int KEY_GROUPS = 8;

    private final List<H> harnesses = new ArrayList<>();

    /** State of all subtasks. */
    record Snapshot(List<OperatorSubtaskState> states) {

        private OperatorSubtaskState of(int subtask, int subtasks) throws Exception {
            OperatorSubtaskState all =
                    AbstractStreamOperatorTestHarness.repackageState(
                            states.toArray(OperatorSubtaskState[]::new));
            return AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    all, KEY_GROUPS, states.size(), subtasks, subtask);
        }
    }

    /** Makes one subtask. */
    interface Maker<T> {
        T make(int subtasks, int subtask) throws Exception;
    }

    /** What is done with each subtask. */
    interface Action<T> {
        void on(T harness) throws Exception;
    }

    /**
     * Opens the operator.
     *
     * @param before the state it goes on with, or null
     */
    static <T extends AbstractStreamOperatorTestHarness<?>> Subtasks<T> open(
            int subtasks, Snapshot before, Maker<T> maker) throws Exception {
        Subtasks<T> all = new Subtasks<>();
        for (int subtask = 0; subtask < subtasks; subtask++) {
            T harness = maker.make(subtasks, subtask);
            all.harnesses.add(harness);
            if (before != null) {
                harness.initializeState(before.of(subtask, subtasks));
            }
            harness.open();
        }
        return all;
    }

    /** The subtask that owns a key. */
    H of(String key) {
        return harnesses.get(indexOf(key));
    }

    int indexOf(String key) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                key, KEY_GROUPS, harnesses.size());
    }

    void forEach(Action<H> action) throws Exception {
        for (H harness : harnesses) {
            action.on(harness);
        }
    }

    Snapshot snapshot() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (H harness : harnesses) {
            states.add(harness.snapshot(1, 1));
        }
        return new Snapshot(states);
    }

    void close() throws Exception {
        for (H harness : harnesses) {
            harness.close();
        }
    }
}
