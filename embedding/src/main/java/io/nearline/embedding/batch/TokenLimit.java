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

    /** So many of what waits that the other workers find something too. */
    static int equalPart(int waiting, int workers) {
        return (waiting + workers - 1) / workers;
    }
}
