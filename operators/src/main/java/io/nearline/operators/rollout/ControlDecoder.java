package io.nearline.operators.rollout;

import io.nearline.operators.model.ModelDecision;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ControlKey.Kind;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelStatus;
import java.util.Optional;

/** Finds what is about models among the records of the index-control topic. */
final class ControlDecoder {

    private final AvroCodec<ModelStatus> codec = AvroCodec.of(ModelStatus.class);
    private final AvroCodec<ModelServing> servingCodec = AvroCodec.of(ModelServing.class);

    /**
     * Decodes one record.
     *
     * @return the decision; empty if the record is about something else
     * @throws UnusableDecisionException if it is a decision that cannot be followed
     * @throws io.nearline.schemas.UndecodableRecordException if it is no {@code ModelStatus}
     */
    Optional<DecidedRecord> decode(RawRecord record) {
        ControlKey key = key(record);
        if (key.kind() != Kind.STATUS) {
            return Optional.empty();
        }
        if (record.value() == null) {
            throw new UnusableDecisionException(
                    "it has no value; to stop a model, publish it as RETIRED");
        }
        ModelStatus status = codec.decode(record.value());
        if (!status.getModelName().equals(key.modelName())) {
            throw new UnusableDecisionException(
                    "its key names %s, its value %s; use the model's name as key"
                            .formatted(key.modelName(), status.getModelName()));
        }
        ModelRef model =
                new ModelRef(status.getModelName(), status.getModelDigest(), status.getBundleUri());
        ModelDecision decision = new ModelDecision(model, phase(status), status.getSequence());
        return Optional.of(new DecidedRecord(decision, record.offset(), record.value()));
    }

    /**
     * Decodes what a job said that it does with a model; empty if the record is about something
     * else or withdraws what was said.
     *
     * @throws io.nearline.schemas.UndecodableRecordException if it is no {@code ModelServing}
     */
    Optional<ModelServing> decodeServing(RawRecord record) {
        return key(record).kind() == Kind.SERVING && record.value() != null
                ? Optional.of(servingCodec.decode(record.value()))
                : Optional.empty();
    }

    private static ControlKey key(RawRecord record) {
        if (record.key() == null) {
            throw new UnusableDecisionException("it has no key; use the model's name");
        }
        try {
            return ControlKey.parse(record.key());
        } catch (IllegalArgumentException e) {
            throw new UnusableDecisionException("its key names no model: " + e.getMessage());
        }
    }

    private static ModelPhase phase(ModelStatus status) {
        return switch (status.getState()) {
            case STAGED -> ModelPhase.STAGED;
            case CANDIDATE -> ModelPhase.CANDIDATE;
            case ACTIVE -> ModelPhase.ACTIVE;
            case RETIRED -> ModelPhase.RETIRED;
            case REJECTED -> ModelPhase.REJECTED;
            case UNKNOWN ->
                    throw new UnusableDecisionException(
                            "its state is not one that this version knows; upgrade the job first");
        };
    }
}
