package io.nearline.operators.recall;

import io.nearline.operators.model.ModelRoster;
import io.nearline.operators.model.ModelStanding;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;

/**
 * Which models' vectors were freed on this subtask, so that a restart does not look for them again.
 * After a rescale a subtask has other posts, so for a model that left what was noted at another
 * parallelism does not count.
 *
 * <p>Of models that nobody knows any note is enough: once a version that knows its models has begun
 * to look, none is added. What a rescale may have moved past that one look ends with its time to
 * live. Otherwise each rescale of a job that never changed its models would read every vector. The
 * same holds of deletes from before tombstones were written: they are looked for once.
 */
final class SweptModels {

    /** Stands for models of which only the vectors are left: a former version knew them. */
    private static final String UNKNOWN = "";

    /** Stands for deletes that nobody will turn into tombstones. The name of no model. */
    private static final String DELETES = "@deletes";

    private final BroadcastState<String, String> state;
    private final int parallelism;

    SweptModels(BroadcastState<String, String> state, int parallelism) {
        this.state = state;
        this.parallelism = parallelism;
    }

    /** Whether a sweep for these has to look for deletes as well. */
    static boolean includesDeletes(Map<String, Integer> targets) {
        return targets.containsKey(DELETES);
    }

    /** Deletes are left as they are from now on, so that they are to be looked for later. */
    void forgetDeletes() throws Exception {
        if (state.contains(DELETES)) {
            state.remove(DELETES);
        }
    }

    /**
     * The models that do not serve and were not swept since they stopped, with their terms.
     *
     * @param tombstones whether deletes that have none due are looked for
     */
    Map<String, Integer> dueIn(ModelRoster roster, boolean tombstones) throws Exception {
        Map<String, Integer> due = new TreeMap<>();
        if (!state.contains(UNKNOWN)) {
            due.put(UNKNOWN, 0);
        }
        if (tombstones && !state.contains(DELETES)) {
            due.put(DELETES, 0);
        }
        for (ModelStanding standing : roster.standings()) {
            if (!standing.phase().serves() && standing.term() > 0) {
                addIfDue(standing.model().name(), standing.term(), due);
            }
        }
        return due;
    }

    /** Notes that these were swept. */
    void add(Map<String, Integer> models) throws Exception {
        for (Map.Entry<String, Integer> model : models.entrySet()) {
            state.put(model.getKey(), note(model.getValue()));
        }
    }

    private void addIfDue(String name, int term, Map<String, Integer> due) throws Exception {
        if (!note(term).equals(state.get(name))) {
            due.put(name, term);
        }
    }

    private String note(int term) {
        return term + "/" + parallelism;
    }
}
