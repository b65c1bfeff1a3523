package io.nearline.operators.recall;

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
 */
public record PendingReuse(
        PostRevision version, String modelDigest, byte[] contentHash, long deadline) {

    /** Whether it waits for the vector of this text by this model. */
    boolean waitsFor(byte[] hash, String digest) {
        return Arrays.equals(contentHash, hash) && modelDigest.equals(digest);
    }
}
