package io.nearline.training.model;

import io.nearline.embedding.vector.Pooling;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Texts of like length, each padded to the longest of them. */
record TextGroup(List<int[]> texts) {
    /** Added to the scores of padding, whose share then is 0. */
    private static final float NEVER = -1e9f;

    int size() {
        return texts.size();
    }

    int longest() {
        return texts.stream().mapToInt(text -> text.length).max().orElseThrow();
    }

    int rows() {
        return size() * longest();
    }

    /** What is added to each token's scores; none where there is no padding. */
    Optional<Tensor> mask(Scope step) {
        int longest = longest();
        float[] mask = new float[rows()];
        boolean padded = false;
        for (int i = 0; i < size(); i++) {
            int length = texts.get(i).length;
            Arrays.fill(mask, i * longest + length, (i + 1) * longest, NEVER);
            padded |= length < longest;
        }
        return padded ? Optional.of(step.floats(mask, size(), 1, 1, longest)) : Optional.empty();
    }

    /** Each token's share of its text's vector. */
    Tensor shares(Scope step, Pooling pooling) {
        int longest = longest();
        float[] shares = new float[rows()];
        for (int i = 0; i < size(); i++) {
            int length = texts.get(i).length;
            switch (pooling) {
                case MEAN -> Arrays.fill(shares, i * longest, i * longest + length, 1f / length);
                case CLS -> shares[i * longest] = 1;
                case NONE -> throw new IllegalArgumentException("no pooling");
            }
        }
        return step.floats(shares, size(), 1, longest);
    }
}
