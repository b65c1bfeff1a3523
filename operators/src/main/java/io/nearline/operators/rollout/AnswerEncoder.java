package io.nearline.operators.rollout;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Answers to records of the index-control topic. */
final class AnswerEncoder {

    private final AvroCodec<ModelStatus> statusCodec = AvroCodec.of(ModelStatus.class);
    private final AvroCodec<ModelServing> servingCodec = AvroCodec.of(ModelServing.class);
    private final String jobId;
    private final Clock clock;

    /**
     * @param jobId the job that answers
     */
    AnswerEncoder(String jobId, Clock clock) {
        this.jobId = jobId;
        this.clock = clock;
    }

    /** The record that says it. */
    EncodedRecord encode(RolloutAnswer answer) {
        return switch (answer.kind()) {
            case CANDIDATE -> status(answer, ModelState.CANDIDATE);
            case REJECTED -> status(answer, ModelState.REJECTED);
            case SERVING -> serving(answer, ServingState.SERVING);
            case REFUSED -> serving(answer, ServingState.REFUSED);
            case STOPPED -> serving(answer, ServingState.STOPPED);
        };
    }

    private EncodedRecord status(RolloutAnswer answer, ModelState state) {
        String name = answer.model().name();
        ModelStatus status =
                ModelStatus.newBuilder()
                        .setModelName(name)
                        .setModelDigest(answer.model().digest())
                        .setState(state)
                        .setBundleUri(answer.model().bundleUri())
                        .setSequence(answer.sequence())
                        .setReason(answer.reason())
                        .setDecidedBy(jobId)
                        .setDecidedAt(now())
                        .setFigures(Map.of())
                        .build();
        return new EncodedRecord(ControlKey.status(name).toBytes(), statusCodec.encode(status));
    }

    private EncodedRecord serving(RolloutAnswer answer, ServingState state) {
        String name = answer.model().name();
        ModelServing serving =
                ModelServing.newBuilder()
                        .setModelName(name)
                        .setModelDigest(answer.model().digest())
                        .setState(state)
                        .setReason(answer.reason())
                        .setBundleUri(answer.model().bundleUri())
                        .setDimensions(answer.dimensions())
                        .setJobId(jobId)
                        .setSince(now())
                        .build();
        return new EncodedRecord(ControlKey.serving(name).toBytes(), servingCodec.encode(serving));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
