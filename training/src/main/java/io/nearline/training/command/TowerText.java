package io.nearline.training.command;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.learn.Preparation;
import io.nearline.training.model.Encoder;
import io.nearline.training.model.Encoders;
import io.nearline.training.model.Tower;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.tensor.Parameter;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How texts that are no posts enter a model, for people. */
final class TowerText {

    private TowerText() {}

    static void print(Preparation prepared, PrintWriter out) {
        new TreeMap<>(prepared.plan().towers())
                .forEach((role, tower) -> PlanText.line(out, "tower", text(prepared, role, tower)));
    }

    private static String text(Preparation prepared, Role role, Tower tower) {
        return "%s, of %s: %s%s"
                .formatted(
                        role.name().toLowerCase(Locale.ROOT),
                        prepared.plan().tasks().stream()
                                .filter(task -> task.fields().queryRole() == role)
                                .map(TaskPlan::name)
                                .collect(Collectors.joining(", ")),
                        layers(prepared.encoders(), role, tower),
                        tower.prefix().map(prefix -> ", after '%s'".formatted(prefix)).orElse(""));
    }

    private static String layers(Encoders encoders, Role role, Tower tower) {
        Encoder own = encoders.towers().get(role);
        if (own == null) {
            return "the layers of the posts";
        }
        long weights = encoders.own(role).stream().mapToLong(Parameter::size).sum();
        return String.format(
                Locale.ROOT,
                "the last %d of %d layers of its own, %,d weights, the others and the tables are"
                        + " those of the posts",
                tower.layers(),
                own.layers(),
                weights);
    }
}
