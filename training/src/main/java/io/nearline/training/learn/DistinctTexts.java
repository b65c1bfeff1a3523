package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.data.Batch;
import io.nearline.training.model.InputText;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts of a batch, each once however often it occurs, and where they stand in it. */
final class DistinctTexts {
    private final List<InputText> texts = new ArrayList<>();
    private final int[] left;
    private final int[] right;
    private final int[] negatives;

    /**
     * Of a batch.
     *
     * @param ofLeft by which its left texts enter; its right ones are posts
     */
    DistinctTexts(Batch batch, Role ofLeft) {
        Map<InputText, Integer> places = new LinkedHashMap<>();
        left = places(batch.left(), ofLeft, places);
        right = places(batch.right(), Role.PASSAGE, places);
        negatives = places(batch.negatives(), Role.PASSAGE, places);
    }

    private int[] places(List<int[]> side, Role entry, Map<InputText, Integer> places) {
        int[] found = new int[side.size()];
        for (int i = 0; i < found.length; i++) {
            InputText text = new InputText(entry, side.get(i));
            Integer place = places.putIfAbsent(text, texts.size());
            if (place == null) {
                found[i] = texts.size();
                texts.add(text);
            } else {
                found[i] = place;
            }
        }
        return found;
    }

    /** In the order in which they occur. */
    List<InputText> texts() {
        return texts;
    }

    /**
     * The left texts' vectors in the batch's order.
     *
     * @param vectors one of each distinct text
     */
    Tensor left(Scope step, Tensor vectors) {
        return rows(step, vectors, left);
    }

    /** As {@link #left}, of the right ones. */
    Tensor right(Scope step, Tensor vectors) {
        return rows(step, vectors, right);
    }

    /** As {@link #right}, with the negatives behind them. */
    Tensor candidates(Scope step, Tensor vectors) {
        int[] all = Arrays.copyOf(right, right.length + negatives.length);
        System.arraycopy(negatives, 0, all, right.length, negatives.length);
        return rows(step, vectors, all);
    }

    private Tensor rows(Scope step, Tensor vectors, int[] rows) {
        float[] places = new float[rows.length * texts.size()];
        for (int i = 0; i < rows.length; i++) {
            places[i * texts.size() + rows[i]] = 1;
        }
        return step.floats(places, rows.length, texts.size()).product(vectors);
    }
}
