package io.nearline.testkit;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import java.time.Instant;

/** Records of the index-control topic, with every field that needs a value. */
public final class ControlRecords {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private ControlRecords() {}

    /** A digest that belongs to this model name and no other. */
    public static String digest(String model) {
        String hex = Integer.toHexString(model.hashCode());
        return "0".repeat(64 - hex.length()) + hex;
    }

    public static ModelStatus status(String model, ModelState state, long sequence) {
        return ModelStatus.newBuilder()
                .setModelName(model)
                .setModelDigest(digest(model))
                .setState(state)
                .setSequence(sequence)
                .setDecidedAt(TIME)
                .build();
    }

    public static ModelServing serving(String model, ServingState state) {
        return ModelServing.newBuilder()
                .setModelName(model)
                .setModelDigest(digest(model))
                .setState(state)
                .setDimensions(4)
                .setJobId("job-1")
                .setSince(TIME)
                .build();
    }

    /** That of a bundle, whose digest is its own. */
    public static ModelServing serving(ModelId model, ServingState state) {
        return ModelServing.newBuilder(serving(model.name(), state))
                .setModelDigest(model.digest())
                .build();
    }

    public static BackfillReport report(String id, String model, BackfillState state) {
        return BackfillReport.newBuilder()
                .setBackfillId(id)
                .setModelName(model)
                .setModelDigest(digest(model))
                .setState(state)
                .setSource("posts 0:0-10")
                .setAsOf(TIME)
                .setJobId("job-2")
                .setStartedAt(TIME)
                .setUpdatedAt(TIME)
                .build();
    }
}
