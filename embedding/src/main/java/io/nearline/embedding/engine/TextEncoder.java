package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.RowLayout;
import java.util.List;

/** What an engine needs of a model. Called by all workers at once. */
public interface TextEncoder extends AutoCloseable {

    /** The text's token ids. */
    TokenIds tokenize(EmbeddableText text);

    /** What stands where in a text's row. */
    default RowLayout layout() {
        return RowLayout.ONE_VECTOR;
    }

    /**
     * One row per element of {@code batch}, in its order. Fails as a whole: the engine finds out
     * which text is to blame by asking again for parts.
     */
    List<float[]> encode(List<TokenIds> batch);

    /**
     * Asks the {@link #encode} that {@code worker} is in to end early, by failing; it may be over
     * already, or not listen. Called by a thread that is no worker; returns at once.
     */
    void terminate(Thread worker);

    /**
     * Embeds texts whose vectors are known.
     *
     * @throws RuntimeException if they do not get them: then the model fails, and no text is to
     *     blame
     */
    void selfTest();

    /** Frees the model. No other call is running or follows. */
    @Override
    void close();
}
