package io.nearline.training.learn;

import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.evaluate.SetScore;

/** Scores the weights that a model has now. */
@FunctionalInterface
public interface Scorer {

    /**
     * Scores one set.
     *
     * @param longest tokens at which its texts are cut
     */
    SetScore score(ScoreSet set, int longest);
}
