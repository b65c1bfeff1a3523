package io.nearline.training.plan;

/**
 * How long and how fast to learn.
 *
 * @param steps batches in all
 * @param batch pairs in a batch
 * @param rate highest learning rate of AdamW
 * @param warmup steps over which the rate rises to it; after them it falls to 0, in a line
 * @param decay weight decay of AdamW
 * @param clip longest gradient
 * @param temperature that InfoNCE divides cosines by
 * @param tokens that a text is cut at while learning, specials included; at the base's window at
 *     the latest
 * @param checkpoint steps between two checkpoints
 * @param mixing power of a task's size that its weight is multiplied with: at 0 batches are drawn
 *     by the weights alone, at 1 large tasks come as often as they are large
 */
public record Schedule(
        int steps,
        int batch,
        double rate,
        int warmup,
        double decay,
        double clip,
        double temperature,
        int tokens,
        int checkpoint,
        double mixing) {

    /**
     * The rate of one step.
     *
     * @param step from 0
     */
    public double rateAt(int step) {
        if (step < warmup) {
            return rate * (step + 1) / warmup;
        }
        return rate * (steps - step) / Math.max(1, steps - warmup);
    }

    /** The same over more or fewer steps; the warm-up keeps its share. */
    Schedule withSteps(int other) {
        return new Schedule(
                other,
                batch,
                rate,
                (int) ((long) warmup * other / steps),
                decay,
                clip,
                temperature,
                tokens,
                checkpoint,
                mixing);
    }
}
