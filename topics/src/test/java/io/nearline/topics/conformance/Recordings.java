package io.nearline.topics.conformance;

import static io.nearline.schemas.ModelState.ACTIVE;
import static io.nearline.schemas.ModelState.CANDIDATE;
import static io.nearline.schemas.ModelState.REJECTED;
import static io.nearline.schemas.ModelState.RETIRED;
import static io.nearline.schemas.ModelState.STAGED;
import static io.nearline.schemas.ServingState.SERVING;
import static io.nearline.schemas.ServingState.STOPPED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.SchemaCatalog;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** The scenarios as they are meant; the files are written from them. */
final class Recordings {

    private static final int HEADER = 10;

    private Recordings() {}

    static List<Scenario> all() {
        return List.of(
                edits(),
                repetitions(),
                deletes(),
                tombstones(),
                compactedPrefix(),
                twoModels(),
                otherBundle(),
                promotion(),
                rollback(),
                retirement(),
                purge(),
                newerWriters(),
                outdatedDecisions(),
                neverPromoted(),
                demoted(),
                longRun());
    }

    private static Recording oneActive(String name, String about) {
        return new Recording(name, about)
                .serve("a", SERVING)
                .decide("a", ACTIVE, 1)
                .expectQueried("a");
    }

    private static Scenario edits() {
        IndexUpdate half = Recording.update("p2", 1, "a", VectorEncoding.FLOAT16);
        IndexUpdate small = Recording.update("p@3", 4, "a", VectorEncoding.INT8);
        IndexUpdate old = Recording.update("p4", 2, "a", VectorEncoding.FLOAT32);
        return oneActive(
                        "01-edits", "Upserts of every encoding and of both versions of the schema.")
                .upsert("p1", 1, "a")
                .write(half)
                .write(small)
                .upsert("p1", 2, "a")
                .writeRaw(Updates.key(old), inFirstVersion(old))
                .upsert("p1", 30, "a")
                .expect("p1", 30, "a")
                .expect(half)
                .expect(small)
                .expect(old)
                .build();
    }

    private static Scenario repetitions() {
        return oneActive(
                        "02-repetitions",
                        "Records come again, also older ones behind newer ones, as after a"
                                + " restart.")
                .upsert("p1", 1, "a")
                .upsert("p1", 1, "a")
                .upsert("p1", 2, "a")
                .upsert("p1", 3, "a")
                .upsert("p1", 2, "a")
                .upsert("p1", 3, "a")
                .upsert("p2", 9, "a")
                .upsert("p2", 8, "a")
                .upsert("p3", -5, "a")
                .upsert("p3", -6, "a")
                .expect("p1", 3, "a")
                .expect("p2", 9, "a")
                .expect("p3", -5, "a")
                .build();
    }

    private static Scenario deletes() {
        return oneActive(
                        "03-deletes",
                        "A deleted post stays away from older updates and comes back with a newer"
                                + " one.")
                .upsert("p1", 1, "a")
                .delete("p1", 2, "a")
                .upsert("p2", 1, "a")
                .delete("p2", 5, "a")
                .upsert("p2", 1, "a")
                .upsert("p2", 4, "a")
                .upsert("p3", 1, "a")
                .delete("p3", 2, "a")
                .upsert("p3", 3, "a")
                .delete("p4", 7, "a")
                .upsert("p4", 6, "a")
                .upsert("p5", 8, "a")
                .delete("p5", 7, "a")
                .delete("p1", 2, "a")
                .expect("p3", 3, "a")
                .expect("p5", 8, "a")
                .build();
    }

    private static Scenario tombstones() {
        return oneActive(
                        "04-tombstones",
                        "A null ends a delete, has no revision, and is applied whatever is held.")
                .upsert("p1", 1, "a")
                .delete("p1", 2, "a")
                .tombstone("p1", "a")
                .tombstone("never-seen", "a")
                .upsert("p2", 50, "a")
                .tombstone("p2", "a")
                .upsert("p3", 5, "a")
                .delete("p3", 6, "a")
                .tombstone("p3", "a")
                .upsert("p3", 7, "a")
                .expect("p3", 7, "a")
                .build();
    }

    private static Scenario compactedPrefix() {
        return oneActive(
                        "05-compacted-prefix",
                        "Compaction has left the last record of each key, and gaps between the"
                                + " offsets.")
                .compacted(17)
                .upsert("p1", 40, "a")
                .compacted(5)
                .delete("p2", 12, "a")
                .compacted(1)
                .tombstone("p3", "a")
                .upsert("p4", 3, "a")
                .compacted(100)
                .upsert("p2", 11, "a")
                .upsert("p1", 41, "a")
                .expect("p1", 41, "a")
                .expect("p4", 3, "a")
                .build();
    }

    private static Scenario twoModels() {
        return oneActive(
                        "06-two-models",
                        "A post under two models has two entries; a candidate is kept and not"
                                + " queried.")
                .upsert("p1", 1, "a")
                .upsert("p2", 1, "a")
                .decide("b", STAGED, 2)
                .decide("b", CANDIDATE, 3)
                .serve("b", SERVING)
                .upsert("p1", 1, "b")
                .upsert("p1", 2, "a")
                .upsert("p1", 2, "b")
                .delete("p2", 2, "a")
                .upsert("p3", 1, "b")
                .expect("p1", 2, "a")
                .expect("p1", 2, "b")
                .expect("p3", 1, "b")
                .build();
    }

    private static Scenario otherBundle() {
        IndexUpdate foreign =
                Updates.ofOtherBundle(Recording.update("p2", 2, "a", VectorEncoding.FLOAT32));
        return oneActive(
                        "07-other-bundle",
                        "An update of another bundle under the model's name is held, newest wins,"
                                + " but never compared with queries: its digest is another.")
                .upsert("p1", 1, "a")
                .upsert("p2", 1, "a")
                .write(foreign)
                .expect("p1", 1, "a")
                .expect(foreign)
                .build();
    }

    private static Recording rollout(String name, String about) {
        return oneActive(name, about)
                .upsert("p1", 1, "a")
                .upsert("p2", 1, "a")
                .decide("b", CANDIDATE, 2)
                .serve("b", SERVING)
                .upsert("p1", 1, "b")
                .upsert("p2", 1, "b")
                .promote("b", "a", 3)
                .decide("a", CANDIDATE, 4)
                .upsert("p1", 2, "a")
                .upsert("p1", 2, "b")
                .expectQueried("b");
    }

    private static Scenario promotion() {
        return rollout("08-promotion", "Queries go to the promoted model; the former one is kept.")
                .expect("p1", 2, "a")
                .expect("p2", 1, "a")
                .expect("p1", 2, "b")
                .expect("p2", 1, "b")
                .build();
    }

    private static Scenario rollback() {
        return rollout(
                        "09-rollback",
                        "Queries go back to the former model, whose vectors are fresh.")
                .promote("a", "b", 5)
                .decide("b", CANDIDATE, 6)
                .upsert("p2", 2, "a")
                .upsert("p2", 2, "b")
                .expectQueried("a")
                .expect("p1", 2, "a")
                .expect("p2", 2, "a")
                .expect("p1", 2, "b")
                .expect("p2", 2, "b")
                .build();
    }

    private static Scenario retirement() {
        return rollout(
                        "10-retirement",
                        "A retired model is dropped, and what still comes of it is passed over.")
                .decide("a", RETIRED, 5)
                .upsert("p2", 2, "a")
                .serve("a", STOPPED)
                .upsert("p2", 2, "b")
                .expect("p1", 2, "b")
                .expect("p2", 2, "b")
                .build();
    }

    private static Scenario purge() {
        return rollout(
                        "11-purge",
                        "Tombstones for the keys of a retired model change nothing else.")
                .decide("a", RETIRED, 5)
                .serve("a", STOPPED)
                .tombstone("p1", "a")
                .tombstone("p2", "a")
                .delete("p1", 3, "b")
                .expect("p2", 1, "b")
                .build();
    }

    private static Scenario newerWriters() {
        IndexUpdate known = Recording.update("p1", 1, "a", VectorEncoding.FLOAT32);
        byte[] newer = Updates.value(Recording.update("p1", 2, "a", VectorEncoding.FLOAT32));
        newer[3] ^= 0x55;
        byte[] damaged = Updates.value(Recording.update("p2", 2, "a", VectorEncoding.FLOAT32));
        IndexUpdate unknownKind =
                IndexUpdate.newBuilder(Recording.update("p2", 3, "a", VectorEncoding.FLOAT32))
                        .setKind(UpdateKind.UNKNOWN)
                        .build();
        byte[] status =
                AvroCodec.of(ModelStatus.class).encode(ControlRecords.status("a", RETIRED, 9));
        byte[] newerStatus = status.clone();
        newerStatus[4] ^= 0x55;
        return oneActive(
                        "12-newer-writers",
                        "What cannot be understood changes nothing: schemas, kinds, keys, damaged"
                                + " and misplaced values.")
                .write(known)
                .writeRaw(Updates.key(known), newer)
                .upsert("p2", 1, "a")
                .writeRaw(key("p2", "a"), Arrays.copyOf(damaged, damaged.length / 2))
                .write(unknownKind)
                .writeRaw("no-model".getBytes(UTF_8), Updates.value(known))
                .writeRaw(key("p3", "a"), Updates.value(known))
                .writeRaw(key("p4", "a"), "text".getBytes(UTF_8))
                .writeControl("a@newer-kind", status)
                .writeControl("a", newerStatus)
                .writeControl("b", status)
                .writeControl("a@serving", new byte[] {1, 2, 3})
                .upsert("p5", 1, "a")
                .expect("p1", 1, "a")
                .expect("p2", 1, "a")
                .expect("p5", 1, "a")
                .build();
    }

    private static Scenario outdatedDecisions() {
        return oneActive(
                        "13-outdated-decisions",
                        "A decision with a lower sequence than one of the same model is passed"
                                + " over; of two active models the higher sequence counts.")
                .upsert("p1", 1, "a")
                .decide("b", CANDIDATE, 4)
                .upsert("p1", 1, "b")
                .promote("b", "a", 6)
                .decide("b", REJECTED, 5)
                .decide("b", RETIRED, 2)
                .promote("a", "c", 3)
                .expectQueried("b")
                .expect("p1", 1, "a")
                .expect("p1", 1, "b")
                .build();
    }

    private static Scenario neverPromoted() {
        return new Recording(
                        "14-never-promoted",
                        "None is active: queries go to the only model that is served.")
                .serve("b", STOPPED)
                .serve("a", SERVING)
                .upsert("p1", 1, "a")
                .upsert("p1", 1, "b")
                .expectQueried("a")
                .expect("p1", 1, "a")
                .expect("p1", 1, "b")
                .build();
    }

    private static Scenario demoted() {
        return oneActive(
                        "15-demoted",
                        "The active model was demoted and none took its place: queries stay with"
                                + " it.")
                .upsert("p1", 1, "a")
                .decide("b", CANDIDATE, 2)
                .upsert("p1", 1, "b")
                .decide("a", CANDIDATE, 3)
                .upsert("p1", 2, "a")
                .expect("p1", 2, "a")
                .expect("p1", 1, "b")
                .build();
    }

    /** Many posts at random; what must be held is known because it is what was done. */
    private static Scenario longRun() {
        Recording recording =
                oneActive("16-long-run", "400 records at random, with all of the above.")
                        .decide("b", CANDIDATE, 2)
                        .serve("b", SERVING);
        SplittableRandom random = new SplittableRandom(16);
        Map<IndexKey, List<IndexUpdate>> past = new HashMap<>();
        Map<IndexKey, Long> revisions = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            IndexKey key =
                    new IndexKey("post-" + random.nextInt(20), random.nextBoolean() ? "a" : "b");
            List<IndexUpdate> known = past.computeIfAbsent(key, any -> new ArrayList<>());
            IndexUpdate last = known.isEmpty() ? null : known.get(known.size() - 1);
            int dice = random.nextInt(10);
            if (dice < 3 && last != null) {
                recording.write(known.get(random.nextInt(known.size())));
            } else if (dice < 4 && last != null && last.getKind() == UpdateKind.DELETE) {
                recording.tombstone(key.postId(), key.modelName());
                known.clear();
            } else {
                long revision = revisions.merge(key, 1L + random.nextInt(3), Long::sum);
                IndexUpdate next =
                        dice < 6
                                ? Recording.deletion(key.postId(), revision, key.modelName())
                                : Recording.update(
                                        key.postId(),
                                        revision,
                                        key.modelName(),
                                        VectorEncoding.FLOAT32);
                recording.write(next);
                known.add(next);
            }
            if (i == 200) {
                recording.promote("b", "a", 3).decide("a", CANDIDATE, 4).expectQueried("b");
            }
            if (i % 50 == 0) {
                recording.compacted(3);
            }
        }
        past.values().stream()
                .filter(updates -> !updates.isEmpty())
                .map(updates -> updates.get(updates.size() - 1))
                .filter(update -> update.getKind() == UpdateKind.UPSERT)
                .forEach(recording::expect);
        return recording.build();
    }

    private static byte[] key(String post, String model) {
        return new IndexKey(post, model).toBytes();
    }

    private static byte[] inFirstVersion(IndexUpdate update) {
        Schema first = SchemaCatalog.of(IndexUpdate.class).versions().get(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            bytes.writeBytes(header(first));
            new SpecificDatumWriter<IndexUpdate>(first, update.getSpecificData())
                    .write(update, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(Schema schema) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0xC3).put((byte) 1).putLong(SchemaCatalog.fingerprint(schema));
        return header.array();
    }
}
