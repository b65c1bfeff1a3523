package io.nearline.embedding.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.NamedVector;
import io.nearline.embedding.tokenize.TextKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of texts seen recently or often, within a bound of memory. Keeps copies and gives copies:
 * nobody can alter what another will get. Safe for use by many threads.
 */
final class RecentVectors {

    /**
     * What an entry takes beside the numbers of its vector, bytes, as measured with 100,000
     * entries: its key, the two objects around the numbers, and the cache's own node and tables.
     */
    static final int ENTRY_OVERHEAD = 172;

    /** What a further vector takes beside its numbers, bytes: two objects and a place in a list. */
    static final int OUTPUT_OVERHEAD = 48;

    private final Cache<TextKey, Embedding> vectors;

    /**
     * @param maxBytes memory to stay within, about
     */
    RecentVectors(long maxBytes) {
        // Tidies up on the threads that use it: no others of the JVM's get to hold a job's classes.
        this.vectors =
                Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .weigher(RecentVectors::bytes)
                        .executor(Runnable::run)
                        .build();
    }

    /** The text's vector, with no cost; null if it is not known. */
    @Nullable Embedding get(TextKey text) {
        Embedding known = vectors.getIfPresent(text);
        return known == null ? null : copy(known);
    }

    void put(TextKey text, Embedding made) {
        vectors.put(text, copy(made));
    }

    /** The same vector for somebody else, who causes no cost. */
    static Embedding copy(Embedding embedding) {
        return new Embedding(
                embedding.vector().clone(),
                embedding.tokens(),
                embedding.truncated(),
                EmbeddingCost.NONE,
                copy(embedding.outputs()));
    }

    private static List<NamedVector> copy(List<NamedVector> outputs) {
        return outputs.isEmpty() ? outputs : outputs.stream().map(NamedVector::copy).toList();
    }

    private static int bytes(TextKey text, Embedding embedding) {
        int bytes = ENTRY_OVERHEAD + embedding.vector().length * Float.BYTES;
        for (NamedVector output : embedding.outputs()) {
            bytes += OUTPUT_OVERHEAD + output.vector().length * Float.BYTES;
        }
        return bytes;
    }
}
