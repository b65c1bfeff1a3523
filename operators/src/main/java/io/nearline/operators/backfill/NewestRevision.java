package io.nearline.operators.backfill;

/**
 * What is known of one post of the range: the state value of {@code keep-newest}.
 *
 * @param revision newest revision seen
 * @param selected whether that revision is among the posts that were asked for
 * @param taken whether that revision was let through
 */
public record NewestRevision(long revision, boolean selected, boolean taken) {

    NewestRevision asTaken() {
        return new NewestRevision(revision, selected, true);
    }
}
