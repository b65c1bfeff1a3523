package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.serve.QueryEncoders.Availability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether queries should be sent here.
 *
 * @param reasons why not; empty if they should
 * @param feed how the index is fed
 * @param model the model that is searched
 */
record Readiness(List<String> reasons, FeedState feed, Optional<HeldModel> model) {

    Readiness {
        reasons = List.copyOf(reasons);
    }

    /**
     * Looks at a service.
     *
     * @param recordsBehindAtMost how many updates the index may miss
     */
    static Readiness of(QueryService service, long recordsBehindAtMost) {
        FeedState feed = service.feed();
        Optional<HeldModel> model = service.activeModel();
        List<String> reasons = new ArrayList<>();
        if (!feed.isCaughtUp(recordsBehindAtMost)) {
            reasons.add(
                    "the index is %s, %s updates behind: %d at most"
                            .formatted(
                                    feed.phase().word(),
                                    feed.recordsBehind().isPresent()
                                            ? feed.recordsBehind().getAsLong()
                                            : "an unknown number of",
                                    recordsBehindAtMost));
        }
        if (model.isEmpty()) {
            reasons.add("no model is searched");
        }
        model.filter(searched -> service.availability(searched) != Availability.OPEN)
                .ifPresent(
                        searched ->
                                reasons.add(
                                        "the bundle of %s with the digest %s is not open"
                                                .formatted(searched.name(), searched.digest())));
        return new Readiness(reasons, feed, model);
    }

    /** The same for a service that takes no more queries. */
    Readiness stopping() {
        return new Readiness(List.of("the service is stopping"), feed, model);
    }

    boolean isReady() {
        return reasons.isEmpty();
    }
}
