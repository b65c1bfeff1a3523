package io.nearline.operators.deadletter;

import io.nearline.schemas.DeadLetterStage;

/** Where in the flow a record failed. */
public enum Stage {
    /** The bytes are no post. Remedy: fix the producer, publish the post again. */
    DECODE,
    /** No text could be assembled. Remedy: report it; the recipe accepts every post. */
    ASSEMBLE,
    /** The gate could not decide. Remedy: report it; the policy accepts every post. */
    ADMIT,
    /** The model gave no vector. Remedy: replay if retryable, else look at the post. */
    EMBED,
    /** The vector of an unchanged text was not in state. Remedy: replay, which embeds it anew. */
    RECALL,
    /** The update could not be written as Avro. Remedy: check the vector encoding. */
    ENCODE;

    /** Its name on the topic. Looked up here: a stage may travel with a function to the cluster. */
    DeadLetterStage wire() {
        return DeadLetterStage.valueOf(name());
    }
}
