package io.nearline.operators.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/**
 * The models that serve, as an operator follows the announcements: kept in its broadcast state, so
 * that it knows them before the first announcement of a later run. For one thread at a time; only
 * {@link #count} is for all.
 */
public final class FollowedModels implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<ModelRef> configured;
    private final OpeningStandings opening;
    private transient ModelRoster roster;
    private transient volatile List<ModelStanding> serving;

    /**
     * @param configured models that the job is configured with, in order
     * @param opening how models stand if no state says so
     */
    public FollowedModels(List<ModelRef> configured, OpeningStandings opening) {
        this.configured = new ArrayList<>(configured);
        this.opening = opening;
    }

    /**
     * The models that serve.
     *
     * @param state how the models stand; it cannot be read before the first element, so not when
     *     the operator opens
     */
    public List<ModelStanding> serving(ReadOnlyBroadcastState<String, ModelStanding> state)
            throws Exception {
        if (roster == null) {
            List<ModelStanding> before = new ArrayList<>();
            for (Map.Entry<String, ModelStanding> entry : state.immutableEntries()) {
                before.add(entry.getValue());
            }
            roster = new ModelRoster(configured, before.isEmpty() ? opening.read() : before);
            serving = roster.served();
        }
        return serving;
    }

    /** Takes over how a model stands. */
    public void follow(Announcement announcement, BroadcastState<String, ModelStanding> state)
            throws Exception {
        serving(state);
        state.put(announcement.model().name(), announcement.standing());
        roster.put(announcement.standing());
        serving = roster.served();
    }

    /** How many models serve; 0 until that is known. */
    public int count() {
        List<ModelStanding> known = serving;
        return known == null ? 0 : known.size();
    }
}
