package io.nearline.operators.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.jspecify.annotations.Nullable;

/**
 * The models that serve, as an operator follows the announcements: kept in its broadcast state, so
 * that it knows them before the first announcement of a later run. For one thread at a time; only
 * {@link #count} is for all.
 */
public final class FollowedModels implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<ModelRef> configured;
    private final OpeningStandings opening;
    private transient @Nullable ModelRoster roster;
    private transient volatile @Nullable List<ModelStanding> serving;

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
        List<ModelStanding> known = serving;
        if (known == null) {
            known = roster(state).served();
            serving = known;
        }
        return known;
    }

    /** Takes over how a model stands. */
    public void follow(Announcement announcement, BroadcastState<String, ModelStanding> state)
            throws Exception {
        ModelRoster followed = roster(state);
        state.put(announcement.model().name(), announcement.standing());
        followed.put(announcement.standing());
        serving = followed.served();
    }

    private ModelRoster roster(ReadOnlyBroadcastState<String, ModelStanding> state)
            throws Exception {
        ModelRoster known = roster;
        if (known == null) {
            List<ModelStanding> before = new ArrayList<>();
            for (Map.Entry<String, ModelStanding> entry : state.immutableEntries()) {
                before.add(entry.getValue());
            }
            known = new ModelRoster(configured, before.isEmpty() ? opening.read() : before);
            roster = known;
        }
        return known;
    }

    /** How many models serve; 0 until that is known. */
    public int count() {
        List<ModelStanding> known = serving;
        return known == null ? 0 : known.size();
    }
}
