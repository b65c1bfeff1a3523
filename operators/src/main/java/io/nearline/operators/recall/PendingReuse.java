package io.nearline.operators.recall;

import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.PostRevision;
import java.util.Arrays;

/**
 * A revision that waits for the vector of its text: after a restart it may arrive here before the
 * revision that was embedded. A state value of {@code recall-vector}.
 *
 * @param version which revision of which post this is
 * @param modelDigest SHA-256 of the bundle whose vector it wants
 * @param contentHash identity of the text whose vector it wants
 * @param deadline when waiting ends, milliseconds since the epoch
 * @param attempt attempts at that vector that failed while it waited; 0 if none is known
 */
public record PendingReuse(
        PostRevision version, String modelDigest, byte[] contentHash, long deadline, int attempt) {

    /** The same one, after a failed attempt at the vector that it waits for. */
    PendingReuse afterFailed(int failedAttempt) {
        return new PendingReuse(
                version, modelDigest, contentHash, deadline, Math.max(attempt, failedAttempt));
    }

    /**
     * Attempts made if it gets no vector: those at the vector, or those at its own record, so that
     * one failing text does not begin one series of retries after the other.
     */
    int attemptsMade() {
        return Math.max(attempt, Attempts.before(version.record().headers()) + 1);
    }

    /** Whether it waits for the vector of this text by this model. */
    boolean waitsFor(byte[] hash, String digest) {
        return Arrays.equals(contentHash, hash) && modelDigest.equals(digest);
    }
}
