package io.nearline.training.command;

import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.training.data.TaskData;
import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.learn.MemoryNeed;
import io.nearline.training.learn.Preparation;
import io.nearline.training.model.Encoder;
import io.nearline.training.model.Parity;
import io.nearline.training.plan.Schedule;
import io.nearline.training.plan.VectorPlan;
import io.nearline.training.tensor.Parameter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a plan comes to, for people. */
final class PlanText {

    private PlanText() {}

    static void print(Preparation prepared, PrintWriter out) {
        ModelManifest base = prepared.base().manifest();
        Encoder encoder = prepared.encoder();
        Schedule schedule = prepared.plan().schedule();
        line(
                out,
                "base",
                String.format(
                        Locale.ROOT,
                        "%s: %d layers, vectors of %d numbers, window of %d tokens",
                        base.name(),
                        prepared.base().layers(),
                        encoder.dimensions(),
                        base.maxTokens()));
        parity(out, "parity", prepared.parity(), "the base's exported graph");
        line(
                out,
                "learns",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d weights",
                        count(prepared.encoders().learning()),
                        count(prepared.encoders().parameters())));
        TowerText.print(prepared, out);
        VocabularyText.of(prepared).ifPresent(text -> line(out, "pieces", text));
        for (TaskData task : prepared.tasks()) {
            TaskData.Summary found = task.summary();
            line(
                    out,
                    "task",
                    String.format(
                            Locale.ROOT,
                            "%s: %,d records, %,d used%s%s%s; %.1f tokens a text%s, %.1f %% of the"
                                    + " texts cut, %.2f %% of the tokens are [UNK]%s",
                            task.name(),
                            found.records(),
                            found.used(),
                            found.labels() == 0 ? "" : ", %d labels".formatted(found.labels()),
                            task.beside() == 0
                                    ? ""
                                    : ", %d beside each batch".formatted(task.beside()),
                            task.negatives() == 0
                                    ? ""
                                    : ", %d hard negatives a pair".formatted(task.negatives()),
                            found.tokens(),
                            VocabularyText.shorter(prepared, found),
                            100 * found.cut(),
                            100 * found.unknown(),
                            leftOut(found)));
        }
        prepared.data().dev().forEach(part -> set(out, "dev", part.set()));
        prepared.data().test().forEach(part -> set(out, "held out", part.set()));
        prepared.data().zeroShot().forEach(set -> set(out, "zero-shot", set));
        line(
                out,
                "schedule",
                String.format(
                        Locale.ROOT,
                        "%,d steps of %d pairs, rate up to %s%s",
                        schedule.steps(),
                        schedule.batch(),
                        schedule.rate(),
                        prepared.plan()
                                .vectors()
                                .head()
                                .flatMap(VectorPlan.Head::rate)
                                .map(", of the head %s"::formatted)
                                .orElse("")));
        VocabularyText.saving(prepared).ifPresent(text -> line(out, "tokens", text));
        line(out, "memory", MemoryNeed.of(prepared).text());
        line(
                out,
                "serves",
                "one vector of %d numbers a text by %s%s"
                        .formatted(
                                prepared.plan()
                                        .vectors()
                                        .head()
                                        .map(VectorPlan.Head::size)
                                        .orElse(base.dimensions()),
                                prepared.base().hasStudent()
                                        ? "%d of the base's %d layers"
                                                .formatted(
                                                        encoder.layers(), prepared.base().layers())
                                        : "the base's graph, at the base's cost",
                                prepared.plan().vectors().head().isPresent()
                                        ? ", with a projection behind its pooling"
                                        : ""));
    }

    private static String leftOut(TaskData.Summary found) {
        return (found.copies() == 0
                        ? ""
                        : "; left out: %,d that begin as another".formatted(found.copies()))
                + (found.alone() == 0
                        ? ""
                        : "; left out: %,d alone with their label".formatted(found.alone()))
                + (found.keptOut() == 0
                        ? ""
                        : "; left out: %,d whose text is held out elsewhere"
                                .formatted(found.keptOut()));
    }

    private static void set(PrintWriter out, String kind, ScoreSet set) {
        line(out, kind, "%s: %s, %s".formatted(set.name(), set.contents(), set.measure()));
    }

    static void parity(PrintWriter out, String name, Parity parity, String with) {
        line(
                out,
                name,
                String.format(
                        Locale.ROOT,
                        "least cosine %.8f with %s, %d texts",
                        parity.leastCosine(),
                        with,
                        parity.texts()));
    }

    static void line(PrintWriter out, String name, String text) {
        out.printf(Locale.ROOT, "%-10s%s%n", name, text);
    }

    private static long count(List<Parameter> parameters) {
        return parameters.stream().mapToLong(Parameter::size).sum();
    }
}
