package io.nearline.operators.recall;

import io.nearline.operators.admit.ModelRoster;
import io.nearline.operators.admit.ModelStanding;
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
 * live. Otherwise each rescale of a job that never changed its models would read every vector.
 */
final class SweptModels {

    /** Stands for models of which only the vectors are left: a former version knew them. */
    private static final String UNKNOWN = "";

    private final BroadcastState<String, String> state;
    private final int parallelism;

    SweptModels(BroadcastState<String, String> state, int parallelism) {
        this.state = state;
        this.parallelism = parallelism;
    }

    boolean isDue(ModelRoster roster) throws Exception {
        return !dueIn(roster).isEmpty();
    }

    /** The models that do not serve and were not swept since they stopped, with their terms. */
    Map<String, Integer> dueIn(ModelRoster roster) throws Exception {
        Map<String, Integer> due = new TreeMap<>();
        if (state.get(UNKNOWN) == null) {
            due.put(UNKNOWN, 0);
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
