package io.nearline.topics.control;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ControlKey.Kind;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.UndecodableRecordException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Folds records of the index-control topic, in their order, into what they say in the end. A record
 * that cannot be understood is passed over and counted: one bad record must not hide all others.
 * Not thread-safe.
 */
public final class ControlFold {

    private final AvroCodec<ModelStatus> statusCodec = AvroCodec.of(ModelStatus.class);
    private final AvroCodec<ModelServing> servingCodec = AvroCodec.of(ModelServing.class);
    private final AvroCodec<BackfillReport> reportCodec = AvroCodec.of(BackfillReport.class);
    private final Map<ControlKey, SpecificRecord> newest = new LinkedHashMap<>();
    private final Map<Unread, Integer> unread = new EnumMap<>(Unread.class);
    private long lastSequence;

    /**
     * Takes in the next record.
     *
     * @param key null counts as unread
     * @param value null withdraws what the key stood for
     */
    public void apply(byte @Nullable [] key, byte @Nullable [] value) {
        @Nullable ControlKey parsed;
        try {
            parsed = key == null ? null : ControlKey.parse(key);
        } catch (IllegalArgumentException e) {
            parsed = null;
        }
        if (parsed == null) {
            passOver(Unread.NO_CONTROL_KEY);
        } else if (parsed.kind() == Kind.OTHER) {
            passOver(Unread.UNKNOWN_KIND);
        } else if (value == null) {
            newest.remove(parsed);
        } else {
            decode(parsed, value);
        }
    }

    /** What the records applied so far say. */
    public ControlView view() {
        Map<String, ModelStatus> statuses = new LinkedHashMap<>();
        Map<String, ModelServing> servings = new LinkedHashMap<>();
        Map<String, BackfillReport> backfills = new LinkedHashMap<>();
        for (SpecificRecord latest : newest.values()) {
            if (latest instanceof ModelStatus status) {
                statuses.put(status.getModelName(), status);
            } else if (latest instanceof ModelServing serving) {
                servings.put(serving.getModelName(), serving);
            } else if (latest instanceof BackfillReport report) {
                backfills.put(report.getBackfillId(), report);
            }
        }
        return new ControlView(statuses, servings, backfills, lastSequence, unread);
    }

    private void decode(ControlKey key, byte[] value) {
        try {
            switch (key.kind()) {
                case STATUS -> {
                    ModelStatus status = statusCodec.decode(value);
                    lastSequence = Math.max(lastSequence, status.getSequence());
                    keep(key, ControlTopic.keyOf(status), status);
                }
                case SERVING -> {
                    ModelServing serving = servingCodec.decode(value);
                    keep(key, ControlTopic.keyOf(serving), serving);
                }
                case BACKFILL -> {
                    BackfillReport report = reportCodec.decode(value);
                    keep(key, ControlTopic.keyOf(report), report);
                }
                case OTHER -> passOver(Unread.UNKNOWN_KIND);
            }
        } catch (UndecodableRecordException e) {
            passOver(Unread.UNDECODABLE);
        } catch (IllegalArgumentException e) {
            // It names no model that a key could name.
            passOver(Unread.MISPLACED);
        }
    }

    private void keep(ControlKey key, ControlKey said, SpecificRecord latest) {
        if (!key.equals(said)) {
            passOver(Unread.MISPLACED);
            return;
        }
        newest.remove(key);
        newest.put(key, latest);
    }

    private void passOver(Unread reason) {
        unread.merge(reason, 1, Integer::sum);
    }
}
