package io.nearline.topics.consume;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What index-control says to a consumer: the model to embed queries with, the models to keep
 * vectors of, and the models to drop. A model of which index-control says nothing yet is neither
 * queried nor dropped: its vectors are kept.
 *
 * @param queried the model to embed queries with; empty if there is none
 * @param reason why this one, or why none
 * @param former the model that the active one has replaced, to go back to; empty if there is none
 *     or it was retired
 * @param others further models that are neither retired nor rejected, in the order in which they
 *     were decided: candidates, and models that were active earlier
 * @param retired names of the models to drop with all their vectors. Final: a name serves once
 */
public record ModelChoice(
        Optional<ModelIdentity> queried,
        Reason reason,
        Optional<ModelIdentity> former,
        List<ModelIdentity> others,
        SortedSet<String> retired) {

    /** Why queries go to a model, or to none. */
    public enum Reason {
        /** It is the active model. */
        ACTIVE,
        /** None is active; it was queried before and is not retired. */
        QUERIED_BEFORE,
        /** None is active, and no other model is served by the live job. */
        ONLY_ONE_SERVING,
        /** None is active and several are served; the consumer's configuration names it. */
        CONFIGURED,
        /** No model to query with: none is active, and the live job serves none. */
        NONE_SERVING,
        /** No model to query with: none is active, and the live job serves several. */
        SEVERAL_SERVING
    }

    /** What holds before index-control was read. */
    public static final ModelChoice NONE =
            new ModelChoice(
                    Optional.empty(),
                    Reason.NONE_SERVING,
                    Optional.empty(),
                    List.of(),
                    Collections.emptySortedSet());

    public ModelChoice {
        Objects.requireNonNull(queried, "queried");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(former, "former");
        others = List.copyOf(others);
        retired = Collections.unmodifiableSortedSet(new TreeSet<>(retired));
    }

    /** Whether vectors of the model are kept: of every model but the retired ones. */
    public boolean keeps(String modelName) {
        return !retired.contains(modelName);
    }
}
