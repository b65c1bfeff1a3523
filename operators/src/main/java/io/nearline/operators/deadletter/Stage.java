package io.nearline.operators.deadletter;

import io.nearline.schemas.DeadLetterStage;

/** Where in the flow a record failed. */
public enum Stage {
    /** The bytes are no post. Remedy: fix the producer, publish the post again. */
    DECODE(DeadLetterStage.DECODE),
    /** No text could be assembled. Remedy: report it; the recipe accepts every post. */
    ASSEMBLE(DeadLetterStage.ASSEMBLE),
    /** The gate could not decide. Remedy: report it; the policy accepts every post. */
    ADMIT(DeadLetterStage.ADMIT),
    /** The model gave no vector. Remedy: replay if retryable, else look at the post. */
    EMBED(DeadLetterStage.EMBED),
    /** The vector of an unchanged text was not in state. Remedy: replay, which embeds it anew. */
    RECALL(DeadLetterStage.RECALL),
    /** The update could not be written as Avro. Remedy: check the vector encoding. */
    ENCODE(DeadLetterStage.ENCODE);

    private final DeadLetterStage wire;

    Stage(DeadLetterStage wire) {
        this.wire = wire;
    }

    DeadLetterStage wire() {
        return wire;
    }
}
