package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.HeldModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a node gets on, for whoever runs it.
 *
 * @param reasons why queries should not be sent to it yet; empty if they should
 * @param model the model that is searched
 * @param recordsBehind updates published and not yet applied; empty while unknown
 * @param failure why the index is not fed any more, with what to do; empty while it is
 */
public record NodeState(
        List<String> reasons,
        Optional<HeldModel> model,
        OptionalLong recordsBehind,
        Optional<String> failure) {

    public NodeState {
        reasons = List.copyOf(reasons);
    }

    public boolean isReady() {
        return reasons.isEmpty();
    }

    static NodeState of(Readiness readiness) {
        FeedState feed = readiness.feed();
        return new NodeState(
                readiness.reasons(),
                readiness.model(),
                feed.recordsBehind(),
                feed.phase() == FeedState.Phase.FAILED ? feed.problem() : Optional.empty());
    }
}
