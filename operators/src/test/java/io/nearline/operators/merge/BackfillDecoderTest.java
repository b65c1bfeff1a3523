package io.nearline.operators.merge;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BackfillDecoderTest {

    private static final AvroCodec<IndexUpdate> CODEC = AvroCodec.of(IndexUpdate.class);
    private static final ModelRef MODEL = new ModelRef("m", "digest", null);
    private static final Backfill BACKFILL = new Backfill("night-run", 1_700_000_000_000L);
    private static final RawRecord RECORD =
            Backfilled.raw(
                    aPost("p1").revision(7).body("rain").language("en").attribute("a", "b").build(),
                    MODEL,
                    BACKFILL);

    private final BackfillDecoder decoder = new BackfillDecoder(VectorEncoding.FLOAT32);

    private static RawRecord with(Consumer<IndexUpdate.Builder> change) {
        IndexUpdate.Builder update = IndexUpdate.newBuilder(CODEC.decode(RECORD.value()));
        change.accept(update);
        return Records.raw(CODEC.encode(update.build()));
    }

    private void assertRefused(Consumer<IndexUpdate.Builder> change, String because) {
        assertThatThrownBy(() -> decoder.decode(with(change)))
                .isInstanceOf(InvalidBackfillException.class)
                .hasMessageContaining(because);
    }

    @Test
    void keepsWhatTheBackfillWrote() {
        Arrival arrival = decoder.decode(RECORD);

        assertThat(arrival.postId()).isEqualTo("p1");
        assertThat(arrival.post().version().revision()).isEqualTo(7);
        assertThat(arrival.post().version().origin()).isEqualTo(Origin.BACKFILL);
        assertThat(arrival.post().version().backfill()).isEqualTo(BACKFILL);
        assertThat(arrival.post().version().language()).isEqualTo("en");
        assertThat(arrival.post().version().attributes()).containsEntry("a", "b");
        assertThat(arrival.post().version().record()).isSameAs(RECORD);
        assertThat(arrival.post().contentHash())
                .isEqualTo(Records.text(aPost("p1").body("rain").build()).contentHash());
    }

    @Test
    void takesAlongTheFurtherVectorsThatTheJobCarries() {
        RawRecord record = with(update -> update.setOutputs(List.of(output("short"), output("x"))));

        assertThat(decoder.decode(record).merge().merged().outputs()).isEmpty();
        assertThat(
                        new BackfillDecoder(VectorEncoding.FLOAT32, List.of("short", "story"))
                                .decode(record)
                                .merge()
                                .merged()
                                .outputs())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.name()).isEqualTo("short");
                            assertThat(one.vector()).containsExactly(0.5f, -1f);
                        });
    }

    @Test
    void refusesAnOutputThatIsThereTwice() {
        RawRecord record =
                with(update -> update.setOutputs(List.of(output("short"), output("short"))));

        assertThatThrownBy(
                        () ->
                                new BackfillDecoder(VectorEncoding.FLOAT32, List.of("short"))
                                        .decode(record))
                .isInstanceOf(InvalidBackfillException.class)
                .hasMessageContaining("output short is there twice");
    }

    private static OutputVector output(String name) {
        EncodedVector vector = VectorCodec.encode(new float[] {0.5f, -1f}, VectorEncoding.FLOAT32);
        return new OutputVector(
                name, 2, vector.encoding(), vector.scale(), ByteBuffer.wrap(vector.bytes()));
    }

    @Test
    void asksForTheVectorToBePublished() {
        Arrival arrival = decoder.decode(RECORD);

        assertThat(arrival.merge().model()).isEqualTo(MODEL);
        assertThat(arrival.merge().action()).isEqualTo(Action.MERGE);
        assertThat(arrival.merge().merged().vector())
                .isEqualTo(FakeVectors.of("rain", FakeEmbedder.DIMENSIONS));
        assertThat(arrival.merge().merged().tokens()).isEqualTo(3);
        assertThat(arrival.merge().merged().embeddedAt()).isEqualTo(1);
    }

    @Test
    void refusesBytesThatAreNoUpdate() {
        RawRecord garbage = Records.raw("{}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> decoder.decode(garbage))
                .isInstanceOf(UndecodableRecordException.class);
    }

    @Test
    void refusesATombstone() {
        assertThatThrownBy(() -> decoder.decode(Records.raw((byte[]) null)))
                .isInstanceOf(InvalidBackfillException.class)
                .hasMessageContaining("no value");
    }

    @Test
    void refusesADelete() {
        assertRefused(update -> update.setKind(UpdateKind.DELETE), "kind is DELETE");
    }

    @Test
    void refusesAVectorOfNoBackfill() {
        assertRefused(update -> update.setBackfillId(null), "backfillId is missing");
    }

    @Test
    void refusesAVectorThatDoesNotSayWhenItsPostWasRead() {
        assertRefused(update -> update.setAsOf(null), "asOf is missing");
    }

    @Test
    void refusesAnEncodingItDoesNotKnow() {
        assertRefused(
                update -> update.setVectorEncoding(VectorEncoding.UNKNOWN), "encoding is UNKNOWN");
    }

    @Test
    void refusesAVectorOfAnotherLengthThanItSays() {
        assertRefused(
                update -> update.setVector(ByteBuffer.wrap(new byte[5])),
                "5 bytes cannot have 8 dimensions");
    }

    @Test
    void refusesAVectorThatIsNotThere() {
        assertRefused(update -> update.setVector(null), "vector is missing");
    }

    @Test
    void refusesAVectorOfAnUnknownText() {
        assertRefused(update -> update.setContentHash(null), "contentHash is missing");
    }
}
