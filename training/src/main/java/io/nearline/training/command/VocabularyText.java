package io.nearline.training.command;

import io.nearline.training.data.Batches;
import io.nearline.training.data.TaskData;
import io.nearline.training.learn.Preparation;
import io.nearline.training.model.LargerVocabulary;
import io.nearline.training.plan.VocabularyPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a larger vocabulary comes to, for people. */
final class VocabularyText {

    private VocabularyText() {}

    /** What was added; nothing where the plan adds nothing. */
    static Optional<String> of(Preparation prepared) {
        return prepared.base()
                .vocabulary()
                .map(larger -> text(larger, prepared.plan().vocabulary().orElseThrow()));
    }

    private static String text(LargerVocabulary larger, VocabularyPlan plan) {
        String fewer =
                larger.added() == plan.add()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (%,d were wanted, and the texts have no more)",
                                plan.add());
        return String.format(
                Locale.ROOT,
                "%,d beside the base's %,d%s, each %d times or more in texts of %s; their"
                        + " rows begin as means of the base's",
                larger.added(),
                larger.baseSize(),
                fewer,
                plan.least(),
                String.join(", ", plan.from()));
    }

    /** How much shorter the texts of a task are; nothing where the plan adds nothing. */
    static String shorter(Preparation prepared, TaskData.Summary task) {
        return prepared.base().vocabulary().isEmpty()
                ? ""
                : String.format(Locale.ROOT, " (%.1f by the base's pieces)", task.baseTokens());
    }

    /** What is saved; nothing where the plan adds nothing. */
    static Optional<String> saving(Preparation prepared) {
        if (prepared.base().vocabulary().isEmpty()) {
            return Optional.empty();
        }
        List<TaskData> tasks = prepared.tasks();
        Map<String, Double> shares = Batches.shares(tasks, prepared.plan().schedule().mixing());
        double after = 0;
        double before = 0;
        for (TaskData task : tasks) {
            double share = shares.getOrDefault(task.name(), 0.0);
            after += share * task.summary().tokens();
            before += share * task.summary().baseTokens();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%.1f a text over all steps, %.1f by the base's pieces: %.0f %% fewer, and"
                                + " as much less to compute, here and where such texts are served",
                        after,
                        before,
                        100 * (1 - after / before)));
    }
}
