package io.nearline.topics.cluster;

import java.util.List;

/**
 * What a topic is like against its plan.
 *
 * @param name the topic's name on the cluster
 * @param state whether it is there and as planned
 * @param differences for {@link State#DIFFERENT}: setting, value found and value planned, one line
 *     each; else empty
 */
public record TopicCheck(String name, State state, List<String> differences) {

    /** How the topic stands against its plan. */
    public enum State {
        /** Not on the cluster. */
        MISSING,
        /** There, with every planned setting. */
        AS_PLANNED,
        /** There, but some setting has another value. */
        DIFFERENT
    }

    public TopicCheck {
        differences = List.copyOf(differences);
    }
}
