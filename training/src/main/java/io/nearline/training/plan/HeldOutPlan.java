package io.nearline.training.plan;

import java.util.Optional;

/**
 * A part of a task that no step learns from.
 *
 * @param name for people
 * @param data where its records are; the task's own file unless the plan names another
 * @param by field by which records are held out together, such as the label; none for each text by
 *     itself
 * @param share of the field's values, or of the texts, that are held out, chosen by a hash; none
 *     where the part has a file of its own, which is held out whole
 * @param dev share of the part that is scored while training; the rest is for the report
 * @param most records of either half that are scored
 * @param measure by which
 */
public record HeldOutPlan(
        String name,
        DataPlan data,
        Optional<String> by,
        Optional<Double> share,
        double dev,
        int most,
        Measure measure) {}
