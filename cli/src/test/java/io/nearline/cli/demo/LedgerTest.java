package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Instant EVENT_TIME = Instant.parse("2026-05-01T10:00:00Z");

    private static final String LIVE_JOB = "live";

    private final Ledger ledger = new Ledger(LIVE_JOB);

    @Test
    void anEventCountsOnceHoweverManyModelsServe() {
        update("1", 7, "small");
        update("1", 7, "large");
        update("1", 8, "small");

        assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(2, 0, 3, 0));
        assertThat(ledger.models()).containsExactly("large", "small");
    }

    @Test
    void anUpdatePublishedTwiceCountsOnce() {
        update("1", 7, "small");
        update("1", 7, "small");

        assertThat(ledger.totals().updates()).isEqualTo(1);
    }

    @Test
    void aDeadLetterWrittenTwiceCountsOnce() {
        deadLetter(3, null);
        deadLetter(3, null);
        deadLetter(4, null);

        assertThat(ledger.totals().deadLetters()).isEqualTo(2);
    }

    @Test
    void anEventThatFailedForOneModelOfTwoCountsAsUpdated() {
        deadLetter(3, "large");
        update("1", 7, "small");

        assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(1, 0, 1, 1));
    }

    @Test
    void anEventThatFailedForBothModelsIsOneDeadLetter() {
        deadLetter(3, "large");
        deadLetter(3, "small");

        assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(0, 1, 0, 2));
    }

    @Test
    void aBackfilledVectorEndsNoEventAndIsNotLate() {
        IndexUpdate backfilled =
                IndexUpdate.newBuilder(indexUpdate("1", 7, "large"))
                        .setOrigin(UpdateOrigin.BACKFILL)
                        .build();

        ledger.add(backfilled, EVENT_TIME.toEpochMilli() + 1_000_000);
        ledger.add(backfilled, EVENT_TIME.toEpochMilli() + 1_000_000);

        assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(0, 0, 2, 0));
        assertThat(ledger.merged()).isEqualTo(1);
        assertThat(ledger.freshness()).isEqualTo(new Freshness.Percentiles(0, 0));
    }

    @Test
    void aPostThatABackfillCouldNotEmbedIsNotLostToTheLiveJob() {
        update("1", 7, "small");
        ledger.add(letter(3, "large", "backfill"));

        assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(1, 0, 1, 0));
        assertThat(ledger.backfillFailures()).isEqualTo(1);
        assertThat(ledger.hasFailed("1", 7)).isTrue();
        assertThat(ledger.hasFailed("1", 8)).isFalse();
    }

    @Test
    void freshnessIsPublicationMinusEventAndNeverNegative() {
        ledger.add(indexUpdate("1", 7, "small"), EVENT_TIME.toEpochMilli() + 250);
        assertThat(ledger.freshness()).isEqualTo(new Freshness.Percentiles(250, 250));

        Ledger clockBehind = new Ledger(LIVE_JOB);
        clockBehind.add(indexUpdate("1", 7, "small"), EVENT_TIME.toEpochMilli() - 5);
        assertThat(clockBehind.freshness()).isEqualTo(new Freshness.Percentiles(0, 0));
    }

    private void update(String postId, long revision, String model) {
        ledger.add(indexUpdate(postId, revision, model), EVENT_TIME.toEpochMilli());
    }

    private static IndexUpdate indexUpdate(String postId, long revision, String model) {
        return IndexUpdate.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setKind(UpdateKind.DELETE)
                .setModelName(model)
                .setModelDigest("digest")
                .setDimensions(3)
                .setEventTime(EVENT_TIME)
                .setOrigin(UpdateOrigin.LIVE)
                .build();
    }

    /** For post 1 at revision 7, found at the offset. */
    private void deadLetter(long offset, String model) {
        ledger.add(letter(offset, model, LIVE_JOB));
    }

    private static DeadLetter letter(long offset, String model, String job) {
        PostEvent event =
                PostEvent.newBuilder()
                        .setPostId("1")
                        .setRevision(7)
                        .setEventTime(EVENT_TIME)
                        .build();
        return DeadLetter.newBuilder()
                .setTopic("posts")
                .setPartition(0)
                .setOffset(offset)
                .setTimestamp(EVENT_TIME)
                .setValue(ByteBuffer.wrap(AvroCodec.of(PostEvent.class).encode(event)))
                .setStage(DeadLetterStage.EMBED)
                .setModelName(model)
                .setReasonClass("UnembeddableTextException")
                .setMessage("no vector")
                .setJobId(job)
                .setFailedAt(EVENT_TIME)
                .build();
    }
}
