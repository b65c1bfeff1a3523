package io.nearline.packaging;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.vector.Cosine;
import java.util.List;
import java.util.function.Function;

/**
 * Whether a graph is a sentence encoder at all: golden vectors come from the graph itself, so they
 * cannot tell.
 */
final class EncoderCheck {
    /** A vector of fewer numbers is a score or the odds of a few labels. */
    private static final int LEAST_DIMENSIONS = 8;

    /** Vectors nearer than this are the same. */
    private static final double SAME = 0.99999;

    /** Texts of different content, each with a near-duplicate. */
    private static final List<List<String>> NEAR_DUPLICATES =
            List.of(
                    List.of(
                            "The storm took the roof off the train station.",
                            "The storm took the roof off the station."),
                    List.of(
                            "a good goal late in the day",
                            "a goal, and a good one, late in the day"),
                    List.of(
                            "my cat and my dog help each other",
                            "my dog and my cat help each other"),
                    List.of(
                            "new bread from the old bakery near the river",
                            "new bread from that old bakery at the river"),
                    List.of(
                            "which bank gives cheap loans to students",
                            "what bank gives students cheap loans"));

    private EncoderCheck() {}

    static void requireDimensions(int dimensions) {
        if (dimensions < LEAST_DIMENSIONS) {
            throw new ModelRejectedException(
                    "the graph gives %d numbers a text: that is a classifier or a cross-encoder, no"
                                    .formatted(dimensions)
                            + " sentence encoder; choose another output, or export the encoder"
                            + " with the output last_hidden_state or sentence_embedding");
        }
    }

    /**
     * Passes if texts have different vectors, and like texts liker ones.
     *
     * @param golden vectors of different texts
     */
    static void requireMeaning(List<GoldenVector> golden, ModelEncoder encoder) {
        boolean same =
                golden.stream()
                        .allMatch(
                                one -> Cosine.between(one.vector(), golden.get(0).vector()) > SAME);
        if (same) {
            throw new ModelRejectedException(
                    "the graph gives every text the same vector: it does not read its input, or the"
                            + " output is not the encoder's; choose another output or export it"
                            + " again");
        }
        requireLikeness(text -> encoder.vector(EmbeddableText.passage(text)));
    }

    /** Passes if near-duplicates have nearer vectors than texts of different content. */
    static void requireLikeness(Function<String, float[]> encoder) {
        double like = 0;
        double unlike = 0;
        List<List<float[]>> vectors =
                NEAR_DUPLICATES.stream().map(pair -> pair.stream().map(encoder).toList()).toList();
        for (int i = 0; i < vectors.size(); i++) {
            for (int j = 0; j < vectors.size(); j++) {
                double cosine = Cosine.between(vectors.get(i).get(0), vectors.get(j).get(1));
                if (i == j) {
                    like += cosine / vectors.size();
                } else {
                    unlike += cosine / (vectors.size() * (vectors.size() - 1));
                }
            }
        }
        // Written so that NaN is refused too.
        if (!(like > unlike)) {
            throw new ModelRejectedException(
                    "the graph gives near-duplicates vectors no nearer (cosine %.4f) than texts of"
                                    .formatted(like)
                            + " different content (%.4f): it is no sentence encoder, or pooling or"
                                    .formatted(unlike)
                            + " tokenizer are another model's");
        }
    }
}
