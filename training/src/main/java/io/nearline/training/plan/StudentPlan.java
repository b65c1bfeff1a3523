package io.nearline.training.plan;

import java.util.List;

/**
 * A model of fewer layers.
 *
 * @param layers of the base that it begins with, ascending from 1; none for all
 */
public record StudentPlan(List<Integer> layers) {

    public StudentPlan {
        layers = List.copyOf(layers);
    }

    /** Reads the key {@code student}. */
    static StudentPlan read(Section plan) {
        return plan.optionalSection("student")
                .map(StudentPlan::layers)
                .orElse(new StudentPlan(List.of()));
    }

    private static StudentPlan layers(Section student) {
        List<Integer> layers = student.counts("layers", 1);
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i) <= layers.get(i - 1)) {
                throw student.refused("has layers that do not ascend; name each once, in order");
            }
        }
        student.requireNothingElse();
        return new StudentPlan(layers);
    }
}
