package io.nearline.training.data;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.Digests;
import io.nearline.training.plan.HeldOutPlan;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Divides a task's records: those to learn from, and its held-out parts, each in one half that is
 * scored while training and one that is kept for the report. What is held out is chosen by a hash
 * of a text or of another field, so it is the same in every run, and the same for two tasks over
 * the same field.
 */
public final class HeldOut {
    private final Map<HeldOutPlan, Halves> parts = new LinkedHashMap<>();
    private final List<Example> rest = new ArrayList<>();
    private final List<Example> copiesOfParts = new ArrayList<>();
    private final Examples task;

    private HeldOut(Examples task) {
        this.task = task;
    }

    /**
     * A held-out part.
     *
     * @param dev scored while training
     * @param test kept for the report
     * @param all records of the part's file, those that are learned from too
     */
    public record Halves(List<Example> dev, List<Example> test, List<Example> all) {}

    /**
     * Reads and divides.
     *
     * @throws InvalidPlanException if a part with a file of its own has a text, or a value of the
     *     field that it goes by, that the rest has too
     */
    public static HeldOut of(TaskPlan plan) throws IOException {
        Examples task = Examples.read(plan.data());
        HeldOut divided = new HeldOut(task);
        for (HeldOutPlan part : plan.heldOut()) {
            divided.parts.put(part, new Halves(List.of(), List.of(), List.of()));
        }
        for (Example example : task.all()) {
            if (plan.heldOut().stream().noneMatch(part -> isIn(part, example))) {
                divided.rest.add(example);
            }
        }
        for (HeldOutPlan part : plan.heldOut()) {
            divided.fill(plan, part);
        }
        return divided;
    }

    private List<Example> records(TaskPlan plan, HeldOutPlan part) throws IOException {
        if (part.data().equals(plan.data())) {
            return task.all();
        }
        if (part.share().isEmpty()) {
            Examples own = Examples.read(part.data());
            copiesOfParts.addAll(own.copies());
            return own.all();
        }
        // Other fields of the task's own records: a copy by the task's fields does not count here.
        Set<Integer> copies =
                task.copies().stream().map(one -> one.line().number()).collect(Collectors.toSet());
        return Examples.read(part.data().withCopies()).all().stream()
                .filter(one -> !copies.contains(one.line().number()))
                .toList();
    }

    private void fill(TaskPlan plan, HeldOutPlan part) throws IOException {
        List<Example> all = records(plan, part);
        List<Example> examples = new ArrayList<>();
        for (Example example : all) {
            // The first part that a record falls into has it.
            boolean earlier =
                    plan.heldOut().stream()
                            .takeWhile(other -> !other.equals(part))
                            .anyMatch(other -> isIn(other, example));
            if (part.share().isEmpty() || (isIn(part, example) && !earlier)) {
                examples.add(example);
            }
        }
        if (part.share().isEmpty()) {
            refuseLeaks(part, examples);
        }
        Halves halves = new Halves(new ArrayList<>(), new ArrayList<>(), all);
        for (Example example : examples) {
            boolean dev = hash("dev " + value(part, example)) < part.dev();
            (dev ? halves.dev : halves.test).add(example);
        }
        parts.put(part, halves);
    }

    private void refuseLeaks(HeldOutPlan part, List<Example> examples) {
        Set<String> texts = keys(rest);
        // What they are copies of may be learned from.
        texts.addAll(keys(task.copies()));
        Set<String> values = new HashSet<>();
        part.by().ifPresent(by -> rest.forEach(one -> values.add(one.line().value(by))));
        for (Example example : examples) {
            for (EmbeddableText text : example.texts()) {
                if (texts.contains(Example.key(text))) {
                    throw example.line()
                            .refused(
                                    "this text is to be learned from too, so its score says"
                                            + " nothing; take it out of one of the files");
                }
            }
            if (part.by().isPresent() && values.contains(value(part, example))) {
                throw example.line()
                        .refused(
                                "its '%s' is to be learned from too, and the part goes by it; take it out of one of the files"
                                        .formatted(part.by().get()));
            }
        }
    }

    private static boolean isIn(HeldOutPlan part, Example example) {
        return part.share().isPresent() && hash(value(part, example)) < part.share().get();
    }

    private static String value(HeldOutPlan part, Example example) {
        return part.by()
                .map(field -> example.line().text(field))
                .orElseGet(() -> Example.key(example.first()));
    }

    /** 0 to 1, evenly. */
    private static double hash(String value) {
        long bits = ByteBuffer.wrap(Digests.sha256Bytes(value)).getLong();
        return (bits >>> 11) * 0x1p-53;
    }

    /** All texts of some records, as they are compared. */
    public static Set<String> keys(List<Example> examples) {
        Set<String> keys = new HashSet<>();
        examples.forEach(one -> one.texts().forEach(text -> keys.add(Example.key(text))));
        return keys;
    }

    /** How many of the task's records only begin as another does. */
    public int copiesOfTask() {
        return task.copies().size();
    }

    /**
     * Texts that only begin as others of the task or its parts do, as they are compared. They are
     * neither learned from nor scored, and what they are copies of may be scored.
     */
    public Set<String> keysOfCopies() {
        Set<String> keys = keys(task.copies());
        keys.removeAll(keys(rest));
        keys.addAll(keys(copiesOfParts));
        return keys;
    }

    /** The parts, in the plan's order. */
    public Map<HeldOutPlan, Halves> parts() {
        return parts;
    }

    /** What is left to learn from. */
    public List<Example> rest() {
        return rest;
    }

    /** Records in the task's file. */
    public int records() {
        return task.records();
    }
}
