package io.nearline.operators.rollout;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The index-control topic on paper. */
final class PaperTopic {

    private final List<RawRecord> records = new ArrayList<>();
    private long nextOffset;

    PaperTopic decide(String name, ModelState state, long sequence) {
        return decide(name, "digest-of-" + name, state, sequence);
    }

    PaperTopic decide(String name, String digest, ModelState state, long sequence) {
        ModelStatus status =
                ModelStatus.newBuilder()
                        .setModelName(name)
                        .setModelDigest(digest)
                        .setState(state)
                        .setBundleUri("file:/" + name)
                        .setSequence(sequence)
                        .setDecidedAt(Instant.EPOCH)
                        .build();
        return append(
                ControlKey.status(name).toBytes(), AvroCodec.of(ModelStatus.class).encode(status));
    }

    PaperTopic serves(String name, ServingState state) {
        ModelServing serving =
                ModelServing.newBuilder()
                        .setModelName(name)
                        .setModelDigest("digest-of-" + name)
                        .setState(state)
                        .setJobId("an-earlier-job")
                        .setSince(Instant.EPOCH)
                        .build();
        return append(
                ControlKey.serving(name).toBytes(),
                AvroCodec.of(ModelServing.class).encode(serving));
    }

    PaperTopic append(byte[] key, byte[] value) {
        records.add(
                new RawRecord(
                        "index-control", 0, nextOffset++, 0, List.of(), key, value, Origin.LIVE));
        return this;
    }

    /** What compaction leaves: the last record of each key, where it lay. */
    PaperTopic compacted() {
        Map<String, RawRecord> last = new LinkedHashMap<>();
        for (RawRecord record : records) {
            String key = ControlKey.parse(record.key()).toString();
            last.remove(key);
            last.put(key, record);
        }
        PaperTopic compacted = new PaperTopic();
        compacted.records.addAll(last.values());
        compacted.nextOffset = nextOffset;
        return compacted;
    }

    List<RawRecord> records() {
        return List.copyOf(records);
    }

    /** The decisions, as the job's stream brings them. */
    List<DecidedRecord> decisions() {
        ControlDecoder decoder = new ControlDecoder();
        List<DecidedRecord> decisions = new ArrayList<>();
        records.forEach(record -> decoder.decode(record).ifPresent(decisions::add));
        return decisions;
    }

    DecidedRecord last() {
        List<DecidedRecord> decisions = decisions();
        return decisions.get(decisions.size() - 1);
    }
}
