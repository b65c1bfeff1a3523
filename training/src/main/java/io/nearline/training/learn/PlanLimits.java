package io.nearline.training.learn;

import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import java.util.Locale;

/** What a plan can ask of a base and of memory. */
final class PlanLimits {
    private static final int MOST_CANDIDATES = 1 << 13;

    private PlanLimits() {}

    /**
     * Looks at a plan before anything is computed.
     *
     * @param layers of the encoder that is trained
     * @throws InvalidPlanException if it asks for more than there is
     */
    static void require(TrainingPlan plan, int layers) {
        requireLayers(plan, layers);
        requireFewCandidates(plan);
    }

    private static void requireLayers(TrainingPlan plan, int layers) {
        if (plan.learn().lastLayers() > layers) {
            throw new InvalidPlanException(
                    "learn.layers is %d, and %s has %d: give no more than that"
                            .formatted(plan.learn().lastLayers(), plan.base(), layers));
        }
        plan.towers()
                .forEach(
                        (role, tower) -> {
                            if (tower.layers() > layers) {
                                throw new InvalidPlanException(
                                        "towers.%s.layers is %d, and %s has %d: give no more than that"
                                                .formatted(
                                                        role.name().toLowerCase(Locale.ROOT),
                                                        tower.layers(),
                                                        plan.base(),
                                                        layers));
                            }
                        });
    }

    /** A left text is compared with all of them, in one matrix. */
    private static void requireFewCandidates(TrainingPlan plan) {
        int batch = plan.schedule().batch();
        for (TaskPlan task : plan.tasks()) {
            if (task.negatives() > 0 && batch * (1 + task.negatives()) > MOST_CANDIDATES) {
                throw new InvalidPlanException(
                        "schedule.batch is %d and tasks.%s.negatives %d, together more than %d texts: lower one"
                                .formatted(batch, task.name(), task.negatives(), MOST_CANDIDATES));
            }
        }
    }
}
