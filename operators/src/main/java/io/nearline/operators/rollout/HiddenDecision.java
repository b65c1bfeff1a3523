package io.nearline.operators.rollout;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ModelStatus;

/**
 * A decision that holds while another record lies behind it, so that readers who come later, and
 * compaction, would take the other for the newest.
 *
 * @param decision the decision
 * @param by sequence of the record behind it
 */
record HiddenDecision(DecidedRecord decision, long by) {

    /**
     * The record that says it again: as it was, or under the next number if the record behind it
     * has a higher one.
     *
     * @param nextSequence a number that no decision has yet
     */
    EncodedRecord again(long nextSequence) {
        byte[] key = ControlKey.status(decision.name()).toBytes();
        if (decision.sequence() >= by) {
            return new EncodedRecord(key, decision.value());
        }
        AvroCodec<ModelStatus> codec = AvroCodec.of(ModelStatus.class);
        ModelStatus renumbered =
                ModelStatus.newBuilder(codec.decode(decision.value()))
                        .setSequence(nextSequence)
                        .build();
        return new EncodedRecord(key, codec.encode(renumbered));
    }
}
