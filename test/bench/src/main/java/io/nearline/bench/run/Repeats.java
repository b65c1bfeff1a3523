package io.nearline.bench.run;

/**
 * The corpus as it is, with edits of attributes mixed in, and what that should be worth. A text
 * that is not embedded again costs next to nothing, so the effective rate should be the rate of
 * distinct texts times records over texts embedded, corrected for their lengths.
 *
 * @param records posts and edits in
 * @param posts new posts among them
 * @param distinctTexts of these posts
 * @param edits of attributes only, whose vector is in state
 * @param perSecond records a second
 * @param expectedWithState speed-up over embedding every record, if edits alone are not embedded
 * @param expectedWithCache the same, if no text is embedded twice either
 * @param seen speed-up over the rate of distinct posts in the main rounds
 */
public record Repeats(
        int records,
        int posts,
        int distinctTexts,
        int edits,
        double perSecond,
        double expectedWithState,
        double expectedWithCache,
        double seen) {

    /** Edits among all records. */
    static final double EDIT_SHARE = 0.3;

    /**
     * Does the arithmetic.
     *
     * @param records posts and edits in
     * @param perSecond records a second
     * @param basePerSecond distinct posts a second
     * @param lengthRatio tokens of a distinct post of the main rounds for one token of these
     */
    static Repeats of(
            int records,
            int posts,
            int distinctTexts,
            double perSecond,
            double basePerSecond,
            double lengthRatio) {
        return new Repeats(
                records,
                posts,
                distinctTexts,
                records - posts,
                perSecond,
                lengthRatio * records / posts,
                lengthRatio * records / distinctTexts,
                perSecond / basePerSecond);
    }
}
