package io.nearline.embedding;

import java.time.Duration;

/**
 * The text was not cut into tokens in time. That takes milliseconds and nothing can end it, so the
 * text is to blame: each further attempt would cost another worker.
 */
public final class TokenizingTimedOutException extends UnembeddableTextException {

    /**
     * @param limit how long it may take
     */
    public TokenizingTimedOutException(Duration limit) {
        super(
                """
                the text was not cut into tokens within nearline.embed.timeout, which is %s: the \
                tokenizer does not come to an end with it; publish the post again with a changed \
                text, or replay it once the model is another one\
                """
                        .formatted(limit));
    }
}
