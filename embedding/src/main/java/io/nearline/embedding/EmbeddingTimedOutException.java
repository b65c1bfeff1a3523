package io.nearline.embedding;

import java.time.Duration;

/** A worker began with the text, and its run of the model did not end in time. */
public final class EmbeddingTimedOutException extends RetryableEmbeddingException {

    /**
     * @param limit how long a run may take
     */
    public EmbeddingTimedOutException(Duration limit) {
        super(
                """
                the model did not end a run within nearline.embed.timeout, which is %s; replay the \
                post, and if this repeats raise the time-out or take a smaller model\
                """
                        .formatted(limit));
    }
}
