package io.nearline.retrieval.search;

import java.util.Objects;

/**
 * How a search was done.
 *
 * @param method how vectors were compared
 * @param held posts that the model's index held
 * @param selected posts that passed the selection, the least similarity apart
 * @param compared posts whose full vectors were compared
 * @param expectedRecall share of the truly nearest that an answer of this kind holds on average, 0
 *     to 1; of the vectors' part alone. Measured, see the decision record of the index.
 */
public record Plan(Method method, long held, long selected, long compared, double expectedRecall) {

    /** How vectors were compared. */
    public enum Method {
        /** Not at all: a search by words alone, or nothing is selected. */
        NONE,
        /** Every selected vector in full. */
        EXACT,
        /** All selected ones by one bit a component, the nearest of these in full. */
        BITS,
        /**
         * Along a graph of neighbours, in full; what the graph does not hold yet by one of the
         * other ways.
         */
        GRAPH
    }

    public Plan {
        Objects.requireNonNull(method, "method");
    }
}
