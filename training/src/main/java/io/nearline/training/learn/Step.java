package io.nearline.training.learn;

import java.util.List;

/**
 * What one step has done.
 *
 * @param number from 1
 * @param losses before it: of its batch's task, then of each that stands beside
 * @param gradientLength before clipping
 * @param tokens that it read
 */
public record Step(int number, List<TaskLoss> losses, double gradientLength, int tokens) {

    public Step {
        losses = List.copyOf(losses);
    }

    /** The loss of one task's records. */
    public record TaskLoss(String task, double loss) {}
}
