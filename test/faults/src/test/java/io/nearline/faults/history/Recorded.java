package io.nearline.faults.history;

import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.Posts;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A history in the words of a test; a record a millisecond. */
final class Recorded {
    static final String MODEL = "tiny";
    static final String DIGEST = "d1".repeat(32);

    private final List<PostWrite> writes = new ArrayList<>();
    private final List<Publication> publications = new ArrayList<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private final List<GivenUp> givenUp = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private long clock;

    /** The post's text of that revision. */
    static String text(String postId, long revision) {
        return postId + " says " + revision;
    }

    /** What the model of these tests says. */
    static Optional<float[]> vector(String digest, String text) {
        return digest.equals(DIGEST)
                ? Optional.of(new float[] {1, text.hashCode() % 97, text.length()})
                : Optional.empty();
    }

    Recorded writes(String postId, long revision) {
        return write(upsert(postId, revision, "s" + clock), true);
    }

    Recorded aborts(String postId, long revision) {
        return write(upsert(postId, revision, "s" + clock), false);
    }

    Recorded deletes(String postId, long revision) {
        return write(Posts.aPost(postId).revision(revision).deleted().build(), true);
    }

    Recorded abortsDelete(String postId, long revision) {
        return write(Posts.aPost(postId).revision(revision).deleted().build(), false);
    }

    Recorded writesRubbish() {
        writes.add(new PostWrite(nextPlace("posts"), clock, Optional.empty(), true));
        return this;
    }

    /** The record of that write comes out as it must. */
    Recorded publishes(String postId, long revision) {
        return publishes(postId, revision, revision, DIGEST);
    }

    /** The record comes out with the text of another revision. */
    Recorded publishesWithTextOf(String postId, long revision, long revisionOfText) {
        return publishes(postId, revision, revisionOfText, DIGEST);
    }

    Recorded publishesUnderDigest(String postId, long revision, String digest) {
        return publishes(postId, revision, revision, digest);
    }

    Recorded publishesDelete(String postId, long revision) {
        return publish(
                update(postId, revision, DIGEST)
                        .setKind(UpdateKind.DELETE)
                        .setVectorEncoding(VectorEncoding.UNKNOWN)
                        .build());
    }

    Recorded forgets(String postId) {
        tombstones.add(new Tombstone(nextPlace("index-updates"), new IndexKey(postId, MODEL)));
        return this;
    }

    Recorded givesUpLastWrite(boolean retryable) {
        Place origin = writes.get(writes.size() - 1).place();
        DeadLetter letter =
                DeadLetter.newBuilder()
                        .setTopic(origin.topic())
                        .setPartition(origin.partition())
                        .setOffset(origin.offset())
                        .setTimestamp(Instant.EPOCH)
                        .setStage(DeadLetterStage.EMBED)
                        .setReasonClass("Test")
                        .setMessage("test")
                        .setRetryable(retryable)
                        .setFailedAt(Instant.EPOCH)
                        .build();
        givenUp.add(new GivenUp(nextPlace("dead-letters"), clock, letter));
        return this;
    }

    Recorded isDisturbedFrom(long fromMillis, long toMillis) {
        disturbances.add(new Disturbance("test", fromMillis, toMillis));
        return this;
    }

    Verdict checked() {
        return checkedAs(false);
    }

    Verdict checkedAs(boolean exactlyOnce) {
        return new HistoryChecker(exactlyOnce, Set.of(MODEL), Recorded::vector)
                .check(new History(writes, publications, tombstones, givenUp, disturbances));
    }

    /** What a reader of both topics knew after the last record. */
    Liveness liveness() {
        Liveness liveness = new Liveness(Set.of(MODEL));
        writes.stream().filter(PostWrite::committed).forEach(liveness::written);
        publications.forEach(liveness::published);
        givenUp.forEach(liveness::givenUp);
        return liveness;
    }

    private Recorded publishes(String postId, long revision, long ofText, String digest) {
        PostWrite source =
                writes.stream()
                        .filter(w -> w.event().isPresent() && w.revision() == revision)
                        .filter(w -> w.event().get().getPostId().equals(postId))
                        .reduce((first, second) -> second)
                        .orElseThrow();
        float[] vector = vector(DIGEST, text(postId, ofText)).orElseThrow();
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        return publish(
                update(postId, revision, digest)
                        .setKind(UpdateKind.UPSERT)
                        .setAttributes(source.event().get().getAttributes())
                        .setVectorEncoding(VectorEncoding.FLOAT32)
                        .setVector(ByteBuffer.wrap(encoded.bytes()))
                        .build());
    }

    private static IndexUpdate.Builder update(String postId, long revision, String digest) {
        return IndexUpdate.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setModelName(MODEL)
                .setModelDigest(digest)
                .setDimensions(3)
                .setEventTime(Instant.EPOCH)
                .setOrigin(UpdateOrigin.LIVE);
    }

    private Recorded publish(IndexUpdate update) {
        publications.add(new Publication(nextPlace("index-updates"), clock, update));
        return this;
    }

    private Recorded write(PostEvent event, boolean committed) {
        writes.add(new PostWrite(nextPlace("posts"), clock, Optional.of(event), committed));
        return this;
    }

    private static PostEvent upsert(String postId, long revision, String stamp) {
        return Posts.aPost(postId)
                .revision(revision)
                .body(text(postId, revision))
                .attribute(PostWrite.STAMP, stamp)
                .build();
    }

    private Place nextPlace(String topic) {
        clock++;
        return new Place(topic, 0, clock);
    }
}
