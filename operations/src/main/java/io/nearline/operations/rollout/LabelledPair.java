package io.nearline.operations.rollout;

/**
 * Two sentences and how alike people find them.
 *
 * @param score higher is more alike, on any scale
 */
record LabelledPair(double score, String first, String second) {

    /** Lengths only, as of any text. */
    @Override
    public String toString() {
        return "LabelledPair[%s, %d and %d chars]"
                .formatted(score, first.length(), second.length());
    }
}
