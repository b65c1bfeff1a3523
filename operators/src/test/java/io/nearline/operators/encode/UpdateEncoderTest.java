package io.nearline.operators.encode;

import static io.nearline.testkit.Posts.aPost;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.NamedVector;
import io.nearline.operators.Records;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.Publication;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateEncoderTest {

    private static final PostText POST =
            Records.text(
                    aPost("p1")
                            .revision(7)
                            .body("text")
                            .language("en")
                            .attribute("a", "b")
                            .build());

    private static IndexUpdate decode(EncodedRecord record) {
        return AvroCodec.of(IndexUpdate.class).decode(record.value());
    }

    private static EmbeddedPost embedded(float... vector) {
        return new EmbeddedPost(
                POST.version(), "model", "digest", POST.contentHash(), vector, 12, true, 1234L);
    }

    @Test
    void aTombstoneHasTheKeyOfItsDeleteAndNoValue() {
        EncodedRecord record =
                new UpdateEncoder(VectorEncoding.FLOAT32)
                        .encode(
                                new EmbeddedPost(
                                        Publication.TOMBSTONE,
                                        POST.version(),
                                        "model",
                                        null,
                                        null,
                                        null,
                                        0,
                                        false,
                                        0,
                                        List.of()));

        assertThat(IndexKey.parse(record.key())).isEqualTo(new IndexKey("p1", "model"));
        assertThat(record.value()).isNull();
        assertThat(headers(record))
                .containsExactly("nearline-kind=TOMBSTONE", "nearline-model=model");
    }

    @Test
    void namesKindModelAndRevisionInHeaders() {
        UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);

        assertThat(headers(encoder.encode(embedded(0.6f, 0.8f))))
                .containsExactly(
                        "nearline-kind=UPSERT", "nearline-model=model", "nearline-revision=7");
        assertThat(headers(encoder.encode(withdrawn())))
                .containsExactly(
                        "nearline-kind=DELETE", "nearline-model=model", "nearline-revision=7");
    }

    /** The bytes are of the release before there were headers. */
    @Test
    void keyAndValueAreWhatTheyWereBeforeThereWereHeaders() {
        UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);

        EncodedRecord upsert = encoder.encode(embedded(0.6f, 0.8f));
        EncodedRecord delete = encoder.encode(withdrawn());

        assertThat(upsert.key()).asString(UTF_8).isEqualTo("p1@model");
        assertThat(HexFormat.of().formatHex(upsert.value()))
                .isEqualTo(
                        "c301e41b015bc229a9d50470310e020a6d6f64656c0c64696765737404020000803f"
                                + "02109a99193fcdcc4c3f0220e77a30a3a74dbeaeaaaa1ffd20bef52e02"
                                + "04656e0202610262001801b08dd6edee6602a413020000");
        assertThat(delete.key()).asString(UTF_8).isEqualTo("p1@model");
        assertThat(HexFormat.of().formatHex(delete.value()))
                .isEqualTo(
                        "c301e41b015bc229a9d50470310e040a6d6f64656c0c64696765737400020000803f"
                                + "000220e77a30a3a74dbeaeaaaa1ffd20bef52e0204656e020261026200"
                                + "0000b08dd6edee6600020000");
    }

    private static List<String> headers(EncodedRecord record) {
        return record.headers().stream()
                .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .toList();
    }

    private static EmbeddedPost withdrawn() {
        return new EmbeddedPost(
                POST.version(), "model", "digest", POST.contentHash(), null, 0, false, 0);
    }

    @Test
    void writesTheVectorWithItsLineage() {
        EncodedRecord record =
                new UpdateEncoder(VectorEncoding.FLOAT32).encode(embedded(0.6f, 0.8f));

        IndexUpdate update = decode(record);
        assertThat(IndexKey.parse(record.key())).isEqualTo(new IndexKey("p1", "model"));
        assertThat(update.getKind()).isEqualTo(UpdateKind.UPSERT);
        assertThat(update.getRevision()).isEqualTo(7);
        assertThat(update.getModelName()).isEqualTo("model");
        assertThat(update.getModelDigest()).isEqualTo("digest");
        assertThat(update.getContentHash().array()).isEqualTo(POST.contentHash());
        assertThat(update.getLanguage()).isEqualTo("en");
        assertThat(update.getAttributes()).containsEntry("a", "b");
        assertThat(update.getTokenCount()).isEqualTo(12);
        assertThat(update.getTruncated()).isTrue();
        assertThat(update.getEventTime().toEpochMilli()).isEqualTo(POST.version().eventTime());
        assertThat(update.getEmbeddedAt().toEpochMilli()).isEqualTo(1234L);
        assertThat(update.getOrigin()).isEqualTo(UpdateOrigin.LIVE);
        assertThat(update.getBackfillId()).isNull();
        assertThat(update.getAsOf()).isNull();
        assertThat(vector(update)).containsExactly(0.6f, 0.8f);
    }

    private static float[] vector(IndexUpdate update) {
        return VectorCodec.decode(
                new EncodedVector(
                        update.getVectorEncoding(),
                        update.getVectorScale(),
                        update.getVector().array()),
                update.getDimensions());
    }

    @Test
    void writesFurtherVectorsSortedByNameInTheEncodingOfTheVector() {
        EmbeddedPost post =
                embedded(
                        new NamedVector("story", new float[] {0f, 1f}),
                        new NamedVector("short", new float[] {-0.5f}));

        IndexUpdate update = decode(new UpdateEncoder(VectorEncoding.FLOAT16).encode(post));

        assertThat(update.getOutputs())
                .extracting(OutputVector::getName)
                .containsExactly("short", "story");
        assertThat(update.getOutputs())
                .extracting(OutputVector::getVectorEncoding)
                .containsOnly(VectorEncoding.FLOAT16);
        OutputVector story = update.getOutputs().get(1);
        assertThat(VectorCodec.decode(EncodedVector.of(story), story.getDimensions()))
                .containsExactly(0f, 1f);
    }

    @Test
    void anUpdateWithoutFurtherVectorsNamesTheSchemaBeforeThem() {
        EncodedRecord plain =
                new UpdateEncoder(VectorEncoding.FLOAT32).encode(embedded(0.6f, 0.8f));
        EncodedRecord composite =
                new UpdateEncoder(VectorEncoding.FLOAT32)
                        .encode(embedded(new NamedVector("short", new float[] {1f})));

        assertThat(fingerprint(plain)).isEqualTo("e41b015bc229a9d5");
        assertThat(fingerprint(composite)).isEqualTo("fe503c7af3481a22");
    }

    private static String fingerprint(EncodedRecord record) {
        return HexFormat.of().formatHex(record.value(), 2, 10);
    }

    private static EmbeddedPost embedded(NamedVector... outputs) {
        return new EmbeddedPost(
                Publication.UPSERT,
                POST.version(),
                "model",
                "digest",
                POST.contentHash(),
                new float[] {0.6f, 0.8f},
                12,
                true,
                1234L,
                List.of(outputs));
    }

    @Test
    void writesADeleteWithoutVector() {
        IndexUpdate update = decode(new UpdateEncoder(VectorEncoding.INT8).encode(withdrawn()));

        assertThat(update.getKind()).isEqualTo(UpdateKind.DELETE);
        assertThat(update.getVector()).isNull();
        assertThat(update.getDimensions()).isZero();
        assertThat(update.getEmbeddedAt()).isNull();
    }

    @Test
    void refusesAVectorThatIsNotFinite() {
        UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);

        assertThatThrownBy(() -> encoder.encode(embedded(Float.NaN, 0f)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichBackfillMadeTheVectorAndWhatItHadRead() {
        Backfill backfill = new Backfill("night-run", 1_700_000_000_000L);

        IndexUpdate update =
                decode(
                        new UpdateEncoder(VectorEncoding.FLOAT32)
                                .encode(embeddedAs(Origin.BACKFILL, backfill)));

        assertThat(update.getOrigin()).isEqualTo(UpdateOrigin.BACKFILL);
        assertThat(update.getBackfillId()).isEqualTo("night-run");
        assertThat(update.getAsOf().toEpochMilli()).isEqualTo(backfill.asOf());
    }

    @Test
    void refusesAPostThatWasOnlySurveyed() {
        UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);

        assertThatThrownBy(() -> encoder.encode(embeddedAs(Origin.SURVEY, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only surveyed");
    }

    private static EmbeddedPost embeddedAs(Origin origin, Backfill backfill) {
        PostRevision live = POST.version();
        PostRevision version =
                new PostRevision(
                        live.postId(),
                        live.revision(),
                        live.change(),
                        origin,
                        live.eventTime(),
                        live.language(),
                        live.attributes(),
                        live.record(),
                        backfill);
        return new EmbeddedPost(
                version,
                "model",
                "digest",
                POST.contentHash(),
                new float[] {0.6f, 0.8f},
                12,
                true,
                1234L);
    }

    @Test
    void refusesAnUpdateThatItsTopicWouldNotTake() {
        PostRevision read = POST.version();
        PostRevision large =
                new PostRevision(
                        read.postId(),
                        read.revision(),
                        read.change(),
                        read.origin(),
                        read.eventTime(),
                        read.language(),
                        Map.of("a", "x".repeat(9_500_000)),
                        read.record(),
                        null);
        EmbeddedPost embedded =
                new EmbeddedPost(
                        large, "model", "digest", POST.contentHash(), new float[] {1}, 1, false, 1);

        assertThatThrownBy(() -> new UpdateEncoder(VectorEncoding.FLOAT32).encode(embedded))
                .isInstanceOf(OversizedUpdateException.class)
                .hasMessageContaining("at most 9371648");
    }
}
