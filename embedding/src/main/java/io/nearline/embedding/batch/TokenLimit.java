package io.nearline.embedding.batch;

/** What policies have in common that limit the tokens of a batch. */
final class TokenLimit {

    private TokenLimit() {}

    /** Refuses a limit that no text keeps. */
    static void require(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException(
                    "token budget is " + tokens + "; use 1 or more, such as 512");
        }
    }

    /**
     * An equal part of what waits, so that the other workers find something too; never more than
     * could fill a batch of {@code tokens}.
     */
    static int share(int waiting, int workers, int tokens) {
        int equalPart = (waiting + workers - 1) / workers;
        return Math.max(1, Math.min(equalPart, tokens));
    }
}
