package io.nearline.operators.rollout;

import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.model.OpeningStandings;
import java.util.ArrayList;
import java.util.List;

/** How models stand at a start without state, as the index-control topic says. */
public final class StandingsOnTopic implements OpeningStandings {

    private static final long serialVersionUID = 1L;

    private final ControlHistory history;
    private final ArrayList<ModelRef> configured;

    /**
     * @param history the topic
     * @param configured models that the job is configured with, in order
     */
    public StandingsOnTopic(ControlHistory history, List<ModelRef> configured) {
        this.history = history;
        this.configured = new ArrayList<>(configured);
    }

    @Override
    public List<ModelStanding> read() {
        return List.copyOf(ReadHistory.of(history, configured).log().standings());
    }
}
