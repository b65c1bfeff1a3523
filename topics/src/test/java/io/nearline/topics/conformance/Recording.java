package io.nearline.topics.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.FakeVectors;
import io.nearline.topics.cluster.TopicNames;
import io.nearline.topics.consume.ModelIdentity;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a scenario: the records of both topics, and beside them what must be held in the end. */
final class Recording {

    static final int PARTITIONS = 2;
    private static final int DIMENSIONS = 4;
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private final String name;
    private final String about;
    private final List<RecordedRecord> records = new ArrayList<>();
    private final Map<IndexKey, HeldPost> expected =
            new TreeMap<>(Comparator.comparing(IndexKey::toString));
    private final long[] nextUpdate = new long[PARTITIONS];
    private long nextControl;
    private ModelIdentity queried;

    Recording(String name, String about) {
        this.name = name;
        this.about = about;
    }

    /** A vector that no other post, revision or model has. */
    static IndexUpdate update(String post, long revision, String model, VectorEncoding encoding) {
        String seed = "%s %d %s".formatted(post, revision, model);
        EncodedVector vector = VectorCodec.encode(FakeVectors.of(seed, DIMENSIONS), encoding);
        return draft(post, revision, model)
                .setKind(UpdateKind.UPSERT)
                .setVectorEncoding(vector.encoding())
                .setVectorScale(vector.scale())
                .setVector(ByteBuffer.wrap(vector.bytes()))
                .setLanguage(revision % 2 == 0 ? "en" : null)
                .setAttributes(new TreeMap<>(Map.of("author", post, "edition", "" + revision)))
                .build();
    }

    static IndexUpdate deletion(String post, long revision, String model) {
        return draft(post, revision, model).setKind(UpdateKind.DELETE).build();
    }

    Recording upsert(String post, long revision, String model) {
        return write(update(post, revision, model, VectorEncoding.FLOAT32));
    }

    Recording delete(String post, long revision, String model) {
        return write(deletion(post, revision, model));
    }

    Recording tombstone(String post, String model) {
        return writeRaw(new IndexKey(post, model).toBytes(), null);
    }

    Recording write(IndexUpdate update) {
        return writeRaw(
                new IndexKey(update.getPostId(), update.getModelName()).toBytes(),
                AvroCodec.of(IndexUpdate.class).encode(update));
    }

    Recording writeRaw(byte[] key, byte[] value) {
        int partition = partition(key);
        records.add(
                new RecordedRecord(
                        TopicNames.INDEX_UPDATES, partition, nextUpdate[partition]++, key, value));
        return this;
    }

    /** Records that compaction has removed. */
    Recording compacted(int perPartition) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            nextUpdate[partition] += perPartition;
        }
        return this;
    }

    Recording decide(String model, ModelState state, long sequence) {
        return decide(ControlRecords.status(model, state, sequence));
    }

    Recording promote(String model, String replaced, long sequence) {
        return decide(
                ModelStatus.newBuilder(ControlRecords.status(model, ModelState.ACTIVE, sequence))
                        .setReplaces(replaced)
                        .build());
    }

    Recording decide(ModelStatus status) {
        return writeControl(
                ControlKey.status(status.getModelName()).toString(),
                AvroCodec.of(ModelStatus.class).encode(status));
    }

    Recording serve(String model, ServingState state) {
        return writeControl(
                ControlKey.serving(model).toString(),
                AvroCodec.of(ModelServing.class).encode(ControlRecords.serving(model, state)));
    }

    Recording writeControl(String key, byte[] value) {
        records.add(
                new RecordedRecord(
                        TopicNames.INDEX_CONTROL, 0, nextControl++, key.getBytes(UTF_8), value));
        return this;
    }

    /** In the end the model is queried. */
    Recording expectQueried(String model) {
        queried = new ModelIdentity(model, ControlRecords.digest(model));
        return this;
    }

    /** In the end this revision is held. */
    Recording expect(String post, long revision, String model) {
        return expect(update(post, revision, model, VectorEncoding.FLOAT32));
    }

    Recording expect(IndexUpdate update) {
        expected.put(new IndexKey(update.getPostId(), update.getModelName()), HeldPost.of(update));
        return this;
    }

    Scenario build() {
        return new Scenario(
                name, about, records, new HeldState(queried, List.copyOf(expected.values())));
    }

    /** Any rule will do that keeps a key in one partition. */
    private static int partition(byte[] key) {
        return Math.floorMod(new String(key, UTF_8).hashCode(), PARTITIONS);
    }

    private static IndexUpdate.Builder draft(String post, long revision, String model) {
        return IndexUpdate.newBuilder()
                .setPostId(post)
                .setRevision(revision)
                .setModelName(model)
                .setModelDigest(ControlRecords.digest(model))
                .setDimensions(DIMENSIONS)
                .setEventTime(TIME);
    }
}
