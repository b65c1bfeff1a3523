package io.nearline.training.learn;

/** Told how a run goes on, by its thread. */
public interface RunListener {

    /** After each step. */
    void learned(Step step);

    /** After each scoring; the base's comes first, and once. */
    void scored(DevScores scores);
}
