package io.nearline.operators.backfill;

import io.nearline.operators.record.Change;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest revision of each post in two passes. Pure: no state, no clock.
 *
 * <p>The first pass shows every revision; the second lets through the one that the first found to
 * be the newest, once, and gives a reason for every other.
 */
final class NewestPolicy {

    private NewestPolicy() {}

    /**
     * What is known after a revision was seen.
     *
     * @param known what was known; null for nothing
     */
    static NewestRevision see(@Nullable NewestRevision known, Candidate seen) {
        return known == null || seen.revision() > known.revision()
                ? new NewestRevision(seen.revision(), seen.selected(), false)
                : known;
    }

    /** By how much the number of posts to account for changes: -1, 0 or 1. */
    static int change(@Nullable NewestRevision before, NewestRevision after) {
        return posts(after) - posts(before);
    }

    private static int posts(@Nullable NewestRevision known) {
        return known != null && known.selected() ? 1 : 0;
    }

    /**
     * Why a revision of the second pass is not embedded; empty if it is.
     *
     * @param known what is known of the post, this revision included
     * @param candidate the revision, with its post
     */
    static Optional<BackfillSkip> reasonToSkip(NewestRevision known, Candidate candidate) {
        if (candidate.revision() < known.revision()) {
            return Optional.of(BackfillSkip.OLDER_REVISION);
        }
        if (known.taken()) {
            return Optional.of(BackfillSkip.REPEATED);
        }
        if (!candidate.selected()) {
            return Optional.of(BackfillSkip.NOT_IN_SUBSET);
        }
        return Objects.requireNonNull(candidate.post(), "post").version().change() == Change.DELETE
                ? Optional.of(BackfillSkip.DELETED)
                : Optional.empty();
    }
}
