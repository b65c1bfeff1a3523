package io.nearline.training.learn;

import io.nearline.training.model.Encoders;
import io.nearline.training.model.InputText;
import io.nearline.training.tensor.Gradients;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The gradients of a batch's loss. A batch with more tokens than memory has room for is computed
 * piece by piece (GradCache, Gao et al. 2021): all vectors without gradients, then the loss's
 * gradient by them, then each piece once more with that gradient. That costs a second forward pass
 * and gives the gradients of the whole batch, whatever its size.
 */
final class BatchGradients {
    /** Of memory, for what a backward pass reads. */
    private static final long MOST_BYTES = 512L << 20;

    private final Scope scope;
    private final Encoders encoders;
    private final int most;

    /**
     * How many tokens of a plan's texts are computed at once while learning, so that memory is
     * bounded whatever learns.
     */
    static int tokensAtOnce(Preparation prepared) {
        int longest = prepared.longest();
        return (int) Math.max(longest, MOST_BYTES / prepared.encoders().bytesAToken(longest));
    }

    /** For what a plan wants to learn. */
    static BatchGradients of(Preparation prepared) {
        return new BatchGradients(prepared.scope(), prepared.encoders(), tokensAtOnce(prepared));
    }

    /**
     * For the encoders of one model.
     *
     * @param most tokens that are computed at once while learning
     */
    BatchGradients(Scope scope, Encoders encoders, int most) {
        this.scope = scope;
        this.encoders = encoders;
        this.most = most;
    }

    /**
     * Adds them to the parameters that learn.
     *
     * @return the loss; if it is not finite, gradients may be missing
     */
    float add(BatchLoss.Prepared batch) {
        List<List<Integer>> pieces = pieces(batch.texts());
        if (pieces.size() > 1) {
            return add(batch, pieces);
        }
        try (Scope step = scope.child()) {
            return Gradients.backward(() -> batch.of(step, encoders.embed(step, batch.texts())));
        }
    }

    private float add(BatchLoss.Prepared batch, List<List<Integer>> pieces) {
        int width = encoders.dimensions();
        List<float[]> vectors = encoders.vectors(batch.texts());
        float[] gradient;
        float loss;
        try (Scope step = scope.child()) {
            float[] rows = new float[vectors.size() * width];
            for (int i = 0; i < vectors.size(); i++) {
                System.arraycopy(vectors.get(i), 0, rows, i * width, width);
            }
            Parameter leaf = step.parameter("vectors", rows, vectors.size(), width);
            leaf.learn();
            loss = Gradients.backward(() -> batch.of(step, leaf.tensor()));
            if (!Float.isFinite(loss)) {
                return loss;
            }
            gradient = leaf.gradient();
        }
        for (List<Integer> piece : pieces) {
            float product = add(batch, piece, gradient);
            if (!Float.isFinite(product)) {
                return product;
            }
        }
        return loss;
    }

    /** The gradient of vectors times a constant is that constant, handed down. */
    private float add(BatchLoss.Prepared batch, List<Integer> piece, float[] gradient) {
        int width = encoders.dimensions();
        float[] rows = new float[piece.size() * width];
        List<InputText> texts = new ArrayList<>();
        for (int i = 0; i < piece.size(); i++) {
            texts.add(batch.texts().get(piece.get(i)));
            System.arraycopy(gradient, piece.get(i) * width, rows, i * width, width);
        }
        try (Scope step = scope.child()) {
            return Gradients.backward(
                    () ->
                            encoders.embed(step, texts)
                                    .times(step.floats(rows, piece.size(), width))
                                    .sum());
        }
    }

    /** Indices of the texts, those of like length together. */
    private List<List<Integer>> pieces(List<InputText> texts) {
        Integer[] order = new Integer[texts.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(i -> texts.get(i).length()));
        List<List<Integer>> pieces = new ArrayList<>();
        int tokens = 0;
        for (int text : order) {
            tokens += texts.get(text).length();
            if (pieces.isEmpty() || tokens > most) {
                pieces.add(new ArrayList<>());
                tokens = texts.get(text).length();
            }
            pieces.get(pieces.size() - 1).add(text);
        }
        return pieces;
    }
}
