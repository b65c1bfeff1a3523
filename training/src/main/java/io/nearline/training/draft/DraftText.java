package io.nearline.training.draft;

import io.nearline.training.data.FileProfile;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.DataPlan.Single;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a first plan as YAML.
 *
 * @param plan where it will be
 * @param schema of plans, for editors
 * @param layers of the base
 */
record DraftText(
        Path plan, Path base, Path data, Optional<Path> schema, int layers, FileProfile profile) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_./][A-Za-z0-9_./-]*");
    private static final int LAYERS = 3;
    private static final int BATCH = 32;
    private static final int PASSES = 3;
    private static final int FEWEST_STEPS = 40;
    private static final int MOST_STEPS = 400;
    private static final int SCORINGS = 8;
    private static final int FEW = 1000;

    String of(Fields fields, HeldOutDraft heldOut) {
        List<String> lines = new ArrayList<>();
        schema.ifPresent(
                file -> lines.add("# yaml-language-server: $schema=%s".formatted(relative(file))));
        lines.add(
                "# A plan for ./nearline author; docs/reference/training-plan.md explains every"
                        + " key.");
        lines.add("base: %s".formatted(word(path(base).toString())));
        lines.add("seed: 13");
        lines.add("learn:");
        add(
                lines,
                "  layers: %d".formatted(Math.min(LAYERS, layers)),
                "the last ones of %d; more of them learn more, and forget more".formatted(layers));
        lines.add("schedule:");
        add(lines, "  steps: %d".formatted(steps()), "batches in all; %s".formatted(passes()));
        add(lines, "  batch: %d".formatted(batch()), "records");
        add(lines, "  rate: 1e-4", "highest learning rate; lower it if scores fall");
        add(lines, "  tokens: 64", "texts are cut there while learning");
        if (heldOut != HeldOutDraft.NOTHING) {
            addScores(lines);
        }
        if (!(fields instanceof Single)) {
            add(lines, "anchor: 1", "holds vectors near the base's, against forgetting");
        }
        addTask(lines, fields, heldOut);
        lines.add("# More keys, all optional:");
        lines.add("# matryoshka: {sizes: [384, 64]}   # the first 64 numbers are a vector too");
        lines.add("# head: {size: 64}                 # a short vector, made inside the graph");
        lines.add("# student: {layers: [1, 3, 5]}     # a smaller model of these layers");
        lines.add(
                "# vocabulary: {add: 4000}          # pieces of words that the base lacks; they"
                        + " need embeddings: true");
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, String yaml, String comment) {
        lines.add("%-23s # %s".formatted(yaml, comment));
    }

    private void addScores(List<String> lines) {
        lines.add("scores:");
        add(
                lines,
                "  every: %d".formatted(Math.max(1, steps() / SCORINGS)),
                "steps between two scorings of what is held out");
        add(lines, "  patience: 3", "scorings without a better one that end the run");
        add(lines, "  tolerance: 0.005", "less is chance");
        add(lines, "  average: 0.5", "half base, half learned: what is scored and kept");
    }

    private void addTask(List<String> lines, Fields fields, HeldOutDraft heldOut) {
        lines.add("tasks:");
        lines.add("  %s:".formatted(word(name(fields))));
        lines.add("    file: %s".formatted(word(path(data).toString())));
        Map<String, String> roles = roles(fields);
        String gaps =
                profile.fields().stream()
                        .filter(field -> roles.containsValue(field.name()))
                        .filter(field -> !field.isAlwaysFilled())
                        .map(field -> "%s: \"*\"".formatted(word(field.name())))
                        .collect(Collectors.joining(", "));
        if (!gaps.isEmpty()) {
            add(lines, "    where: {%s}".formatted(gaps), "records without are left out");
        }
        roles.forEach((role, field) -> lines.add("    %s: %s".formatted(role, word(field))));
        if (heldOut != HeldOutDraft.NOTHING) {
            add(lines, "    heldout:", "scored and not learned from");
            addHeldOut(lines, fields, heldOut);
        }
    }

    private void addHeldOut(List<String> lines, Fields fields, HeldOutDraft heldOut) {
        if (heldOut == HeldOutDraft.RECORDS) {
            add(lines, "      records: {share: %s}".formatted(share()), "chosen by a hash");
            return;
        }
        String label = word(((Labelled) fields).label());
        add(
                lines,
                "      unseen: {by: %s, share: 0.25}".formatted(label),
                "a quarter of the labels");
        add(lines, "      seen: {share: %s}".formatted(share()), "of the texts of the others");
    }

    /** Little of few records would say little. */
    private String share() {
        return profile.records() < FEW ? "0.3, dev: 0.5" : "0.15";
    }

    /** What a task is called: by what its records belong to. */
    private static String name(Fields fields) {
        if (fields instanceof Labelled labelled) {
            return labelled.label();
        }
        if (fields instanceof Paired) {
            return "pairs";
        }
        return fields instanceof Scored ? "alike" : "texts";
    }

    /** Keys of the plan, and the fields that they name. */
    static Map<String, String> roles(Fields fields) {
        Map<String, String> roles = new LinkedHashMap<>();
        if (fields instanceof Labelled labelled) {
            roles.put("text", labelled.text());
            roles.put("label", labelled.label());
        } else if (fields instanceof Paired paired) {
            roles.put("query", paired.query());
            roles.put("passage", paired.passage());
        } else if (fields instanceof Scored scored) {
            roles.put("first", scored.first());
            roles.put("second", scored.second());
            roles.put("score", scored.score());
        } else {
            roles.put("text", ((Single) fields).text());
        }
        return roles;
    }

    private int batch() {
        return Math.max(2, Math.min(BATCH, profile.records() / 4));
    }

    private int steps() {
        int steps = (int) Math.min(MOST_STEPS, (long) PASSES * profile.records() / batch());
        return Math.max(FEWEST_STEPS, steps);
    }

    private String passes() {
        double passes = (double) steps() * batch() / profile.records();
        return passes < 1
                ? "%.0f %% of the records are read".formatted(100 * passes)
                : "the records are read %d times or so".formatted(Math.round(passes));
    }

    /** As it was given, if it was given in full; else relative to the plan. */
    private Path path(Path given) {
        return given.isAbsolute() ? given.normalize() : relative(given);
    }

    private Path relative(Path given) {
        Path folder = plan.toAbsolutePath().normalize().resolveSibling("");
        return folder.relativize(given.toAbsolutePath().normalize());
    }

    /** In quotes where YAML would read something else. */
    private static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'%s'".formatted(text.replace("'", "''"));
    }
}
