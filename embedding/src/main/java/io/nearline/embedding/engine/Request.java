package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.tokenize.TokenIds;
import java.util.concurrent.CompletableFuture;

/**
 * One text on its way through an engine.
 *
 * @param askedAt {@link System#nanoTime()} when it was asked for
 */
record Request(EmbeddableText text, CompletableFuture<Embedding> answer, long askedAt) {

    /** A request whose text is ready for the model. */
    record Tokenized(Request request, TokenIds tokens) {

        int length() {
            return tokens.count();
        }
    }

    static Request of(EmbeddableText text) {
        return new Request(text, new CompletableFuture<>(), System.nanoTime());
    }

    /** Whether nobody waits for the answer any more. */
    boolean isAbandoned() {
        return answer.isDone();
    }

    void fail(Throwable reason) {
        answer.completeExceptionally(reason);
    }
}
