package io.nearline.topics.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.SchemaCatalog;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.Updates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateFoldTest {

    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final IndexKey KEY = new IndexKey("post", "a");

    private final MapStore store = new MapStore(new MapStore.Disk());
    private final UpdateFold fold = new UpdateFold(store, SchemaCatalog.of(IndexUpdate.class));

    @Test
    void ofTwoRevisionsTheHigherOneIsHeld() throws IOException {
        assertThat(apply(Updates.upsert("post", 2, "a"))).isEqualTo(Outcome.UPSERTED);
        assertThat(apply(Updates.upsert("post", 1, "a"))).isEqualTo(Outcome.STALE);
        assertThat(apply(Updates.delete("post", 1, "a"))).isEqualTo(Outcome.STALE);

        assertThat(store.revision(KEY)).hasValue(2);
    }

    @Test
    void ofEqualRevisionsTheLaterRecordIsHeld() throws IOException {
        apply(Updates.upsert("post", 2, "a"));
        IndexUpdate other = Updates.upsert("post", 2, "a", VectorEncoding.INT8);

        assertThat(apply(other)).isEqualTo(Outcome.UPSERTED);
        assertThat(store.posts()).containsEntry(KEY, other);
    }

    @Test
    void theStoreGetsFurtherVectorsAsTheyCame() throws IOException {
        OutputVector output =
                new OutputVector(
                        "short", 1, VectorEncoding.INT8, 0.5f, ByteBuffer.wrap(new byte[] {2}));
        IndexUpdate update =
                IndexUpdate.newBuilder(Updates.upsert("post", 1, "a"))
                        .setOutputs(List.of(output))
                        .build();

        assertThat(apply(update)).isEqualTo(Outcome.UPSERTED);
        assertThat(store.posts()).containsEntry(KEY, update);
    }

    @Test
    void aDeleteStaysDeleted() throws IOException {
        apply(Updates.upsert("post", 1, "a"));

        assertThat(apply(Updates.delete("post", 3, "a"))).isEqualTo(Outcome.DELETED);
        assertThat(apply(Updates.upsert("post", 2, "a"))).isEqualTo(Outcome.STALE);
        assertThat(store.posts()).isEmpty();
    }

    @Test
    void aTombstoneIsAppliedWhateverIsHeld() throws IOException {
        apply(Updates.upsert("post", 9, "a"));

        assertThat(fold.apply(KEY.toBytes(), null, model -> true, NOW)).isEqualTo(Outcome.ERASED);
        assertThat(store.revision(KEY)).isEmpty();
    }

    @Test
    void aModelThatIsNotKeptIsPassedOver() throws IOException {
        IndexUpdate update = Updates.upsert("post", 1, "a");

        assertThat(fold.apply(KEY.toBytes(), Updates.value(update), model -> false, NOW))
                .isEqualTo(Outcome.RETIRED_MODEL);
        assertThat(fold.apply(KEY.toBytes(), null, model -> false, NOW))
                .isEqualTo(Outcome.RETIRED_MODEL);
        assertThat(store.posts()).isEmpty();
    }

    @Test
    void whatANewerWriterSaysAsksForAnUpgradeAndChangesNothing() throws IOException {
        IndexUpdate update = Updates.upsert("post", 1, "a");
        byte[] unknownSchema = Updates.value(update);
        unknownSchema[5] ^= 1;
        IndexUpdate unknownKind =
                IndexUpdate.newBuilder(update).setKind(UpdateKind.UNKNOWN).build();
        IndexUpdate unknownEncoding =
                IndexUpdate.newBuilder(update).setVectorEncoding(VectorEncoding.UNKNOWN).build();

        Outcome[] outcomes = {
            apply(KEY.toBytes(), unknownSchema), apply(unknownKind), apply(unknownEncoding)
        };

        assertThat(outcomes)
                .containsExactly(
                        Outcome.UNKNOWN_SCHEMA, Outcome.UNKNOWN_KIND, Outcome.UNKNOWN_ENCODING)
                .allMatch(Outcome::needsUpgrade);
        assertThat(store.posts()).isEmpty();
    }

    @Test
    void whatIsDamagedOrMisplacedChangesNothing() throws IOException {
        IndexUpdate update = Updates.upsert("post", 1, "a");
        byte[] value = Updates.value(update);
        IndexUpdate cut =
                IndexUpdate.newBuilder(update).setVector(ByteBuffer.wrap(new byte[4])).build();
        IndexUpdate without = IndexUpdate.newBuilder(update).setVector(null).build();

        Outcome[] unreadable = {
            apply(KEY.toBytes(), Arrays.copyOf(value, 20)),
            apply(KEY.toBytes(), "text".getBytes(UTF_8)),
            apply(cut),
            apply(without)
        };

        assertThat(unreadable).containsOnly(Outcome.UNREADABLE).noneMatch(Outcome::needsUpgrade);
        assertThat(apply(null, value)).isEqualTo(Outcome.NO_INDEX_KEY);
        assertThat(apply("post".getBytes(UTF_8), value)).isEqualTo(Outcome.NO_INDEX_KEY);
        assertThat(apply("other@a".getBytes(UTF_8), value)).isEqualTo(Outcome.MISPLACED);
        assertThat(apply("post@b".getBytes(UTF_8), value)).isEqualTo(Outcome.MISPLACED);
        assertThat(store.posts()).isEmpty();
    }

    private Outcome apply(IndexUpdate update) throws IOException {
        return apply(Updates.key(update), Updates.value(update));
    }

    private Outcome apply(byte[] key, byte[] value) throws IOException {
        return fold.apply(key, value, model -> true, NOW);
    }
}
