package io.nearline.sql.model;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.VisibleText;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The vector of each text, or none where there can be none. Owns its embedder. */
final class TextVectors implements AutoCloseable {

    private final Embedder embedder;
    private final Role entry;
    private final Unembeddable unembeddable;

    /**
     * @param entry what the texts are for
     * @param unembeddable what becomes of texts that can have no vector
     */
    TextVectors(Embedder embedder, Role entry, Unembeddable unembeddable) {
        this.embedder = embedder;
        this.entry = entry;
        this.unembeddable = unembeddable;
    }

    /**
     * Asks for a vector; null where there is none. Blocks as {@link Embedder#embed} does. Fails
     * with an {@link io.nearline.embedding.EmbeddingException}.
     *
     * @param text null, or a text of which nothing can be seen, has no vector
     */
    CompletableFuture<float @Nullable []> of(@Nullable String text) {
        if (text == null || VisibleText.saysNothing(text)) {
            return without(new UnembeddableTextException("the text says nothing"));
        }
        CompletableFuture<float @Nullable []> vector = new CompletableFuture<>();
        var unused =
                embedder.embed(EmbeddableText.of(entry, text))
                        .whenComplete(
                                (embedding, failure) -> {
                                    if (failure == null) {
                                        vector.complete(embedding.vector());
                                    } else {
                                        settle(vector, cause(failure));
                                    }
                                });
        return vector;
    }

    private void settle(CompletableFuture<float @Nullable []> vector, Throwable failure) {
        if (failure instanceof UnembeddableTextException && unembeddable == Unembeddable.NULL) {
            vector.complete(null);
        } else if (failure instanceof Error unknown) {
            vector.completeExceptionally(
                    MachineFailedException.withoutMessageOf(unknown, "the model"));
        } else {
            vector.completeExceptionally(failure);
        }
    }

    private CompletableFuture<float @Nullable []> without(UnembeddableTextException reason) {
        CompletableFuture<float @Nullable []> vector = new CompletableFuture<>();
        settle(vector, reason);
        return vector;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    @Override
    public void close() {
        embedder.close();
    }
}
