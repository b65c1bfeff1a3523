package io.nearline.training.plan;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.DataPlan.Single;
import io.nearline.training.plan.Partner.Side;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskObjective.Usual;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what a plan says of data: tasks, held-out parts, sets. */
final class DataSections {
    private static final int MOST = 1 << 24;
    private static final int MOST_BESIDE = 4096;
    private static final int MOST_NEGATIVES = 16;
    private static final int SCORED = 1000;
    private static final double DEV = 0.3;
    private static final List<Role> QUERY_ROLES = List.of(Role.QUERY, Role.MEMBER, Role.PASSAGE);

    private final Path folder;

    DataSections(Path folder) {
        this.folder = folder;
    }

    List<TaskPlan> tasks(Section tasks, Usual otherwise) {
        List<TaskPlan> all = new ArrayList<>();
        for (String name : tasks.keys()) {
            Section task = tasks.section(name);
            DataPlan data = data(task);
            List<HeldOutPlan> heldOut =
                    task.has("heldout") ? heldOut(task.section("heldout"), data) : List.of();
            all.add(
                    new TaskPlan(
                            name,
                            data,
                            heldOut,
                            TaskObjective.read(task, data.fields(), otherwise),
                            task.number("weight", 1),
                            task.count("beside", 1, MOST_BESIDE, 0),
                            task.has("within")
                                    ? Optional.of(task.text("within"))
                                    : Optional.empty(),
                            task.count("negatives", 0, MOST_NEGATIVES, 0)));
            task.requireNothingElse();
            TaskPlan read = all.get(all.size() - 1);
            if (read.negatives() > 0 && read.objective().loss() != Loss.INFONCE) {
                throw task.refused(
                        "has negatives, and its loss knows none; leave them out, or let loss be"
                                + " infonce");
            }
        }
        if (all.isEmpty()) {
            throw tasks.refused("has no task; give at least one");
        }
        if (all.stream().allMatch(TaskPlan::isBeside)) {
            throw tasks.refused("all stand beside others; leave beside out of at least one");
        }
        return all;
    }

    List<ZeroShotPlan> zeroShot(Section sets) {
        List<ZeroShotPlan> all = new ArrayList<>();
        for (String name : sets.keys()) {
            Section set = sets.section(name);
            DataPlan data = data(set);
            all.add(
                    new ZeroShotPlan(
                            name,
                            data,
                            set.count("most", 10, MOST, SCORED),
                            Measure.read(set, data.fields())));
            set.requireNothingElse();
        }
        return all;
    }

    private List<HeldOutPlan> heldOut(Section parts, DataPlan task) {
        List<HeldOutPlan> all = new ArrayList<>();
        for (String name : parts.keys()) {
            Section part = parts.section(name);
            boolean ownFile = part.has("file");
            if (ownFile == part.has("share")) {
                throw part.refused(
                        "needs either a share of the task's records, or a file of its own");
            }
            Fields fields = hasFields(part) ? fields(part) : task.fields();
            all.add(
                    new HeldOutPlan(
                            name,
                            new DataPlan(
                                    ownFile ? file(part) : task.file(),
                                    fields,
                                    ownFile ? selection(part) : task.selection(),
                                    ownFile ? Provenance.read(part) : task.provenance()),
                            part.has("by") ? Optional.of(part.text("by")) : Optional.empty(),
                            ownFile ? Optional.empty() : Optional.of(part.share("share", 0)),
                            part.share("dev", DEV),
                            part.count("most", 10, MOST, SCORED),
                            Measure.read(part, fields)));
            part.requireNothingElse();
        }
        return all;
    }

    private DataPlan data(Section section) {
        return new DataPlan(
                file(section), fields(section), selection(section), Provenance.read(section));
    }

    private Path file(Section section) {
        return folder.resolve(section.text("file")).normalize();
    }

    private static Selection selection(Section section) {
        return new Selection(
                conditions(section, "where"),
                conditions(section, "except"),
                without(section),
                section.count("shortest", 1, MOST, 1),
                section.count("distinct", 1, MOST, 0));
    }

    private static List<Condition> conditions(Section section, String key) {
        if (!section.has(key)) {
            return List.of();
        }
        Section fields = section.section(key);
        return fields.keys().stream()
                .map(field -> new Condition(field, fields.texts(field)))
                .toList();
    }

    private static Optional<Pattern> without(Section section) {
        if (!section.has("without")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(section.text("without")));
        } catch (PatternSyntaxException e) {
            throw section.refused("without is no regular expression: " + e.getDescription());
        }
    }

    private static Partner partner(Section section) {
        Partner partner =
                new Partner(
                        section.text("by"),
                        conditions(section, "where"),
                        section.oneOf(
                                "gives",
                                List.of(Side.PASSAGE, Side.QUERY),
                                "give passage or query"));
        section.requireNothingElse();
        return partner;
    }

    private static boolean hasFields(Section section) {
        return section.has("text")
                || section.has("label")
                || section.has("query")
                || section.has("passage")
                || section.has("partner")
                || section.has("score");
    }

    private static Fields fields(Section section) {
        boolean single = section.has("text") || section.has("label");
        boolean paired = section.has("query") || section.has("passage") || section.has("partner");
        boolean scored = section.has("first") || section.has("second") || section.has("score");
        if ((single ? 1 : 0) + (paired ? 1 : 0) + (scored ? 1 : 0) != 1) {
            throw section.refused(
                    "needs either text and label, or query and passage, or first, second and score,"
                            + " or text alone: fields of its file");
        }
        if (scored) {
            return new Scored(section.text("first"), section.text("second"), section.text("score"));
        }
        if (paired) {
            return new Paired(
                    section.text("query"),
                    section.text("passage"),
                    section.oneOf("role", QUERY_ROLES, "give query, member or passage"),
                    section.optionalSection("partner").map(DataSections::partner));
        }
        return section.has("label")
                ? new Labelled(section.text("text"), section.text("label"))
                : new Single(section.text("text"));
    }
}
