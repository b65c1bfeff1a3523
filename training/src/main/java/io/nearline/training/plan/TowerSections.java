package io.nearline.training.plan;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.model.Tower;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the key {@code towers}: how texts enter the model that do not enter as posts do. */
final class TowerSections {
    private static final int MOST_LAYERS = 1 << 10;
    private static final List<Role> ROLES = List.of(Role.QUERY, Role.MEMBER);

    private TowerSections() {}

    /**
     * By the role of the texts.
     *
     * @param tasks of the plan
     * @throws InvalidPlanException also if no task has texts that enter by a tower
     */
    static Map<Role, Tower> read(Section plan, List<TaskPlan> tasks) {
        Map<Role, Tower> towers = new EnumMap<>(Role.class);
        plan.optionalSection("towers")
                .ifPresent(
                        section -> {
                            for (Role role : ROLES) {
                                section.optionalSection(name(role))
                                        .ifPresent(
                                                tower ->
                                                        towers.put(
                                                                role, tower(tower, role, tasks)));
                            }
                            section.requireNothingElse();
                        });
        return towers;
    }

    private static Tower tower(Section section, Role role, List<TaskPlan> tasks) {
        Tower tower =
                new Tower(
                        section.count("layers", 0, MOST_LAYERS, 0),
                        section.has("prefix")
                                ? Optional.of(section.text("prefix"))
                                : Optional.empty());
        section.requireNothingElse();
        if (tasks.stream()
                .noneMatch(task -> task.weight() > 0 && task.fields().queryRole() == role)) {
            throw section.refused(
                    "is entered by no task, so nothing would be learned of it; give a task query, passage and 'role: %s'"
                            .formatted(name(role)));
        }
        return tower;
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
