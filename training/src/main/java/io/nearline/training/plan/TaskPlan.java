package io.nearline.training.plan;

import java.nio.file.Path;

/**
 * What one task learns from.
 *
 * @param name for people
 * @param file JSON lines, one record a line; compressed if its name ends in {@code .gz}
 * @param fields which fields of a record are its texts, and what else is known of them
 * @param objective what is made of them
 * @param weight how often a batch is of this task, against the other tasks' weights
 */
public record TaskPlan(
        String name, Path file, Fields fields, TaskObjective objective, double weight) {

    /** How records become pairs of texts. */
    public sealed interface Fields permits Labelled, Paired, Scored, Single {}

    /**
     * Two records of one label are a pair.
     *
     * @param text field of the text
     * @param label field of its label
     */
    public record Labelled(String text, String label) implements Fields {}

    /**
     * Each record is a pair.
     *
     * @param query field of the text to search with
     * @param passage field of the text to be found
     */
    public record Paired(String query, String passage) implements Fields {}

    /**
     * Each record is a pair of two texts of the same role, and a number says how close they are.
     *
     * @param first field of one text
     * @param second field of the other
     * @param score field of a number; the closer, the higher
     */
    public record Scored(String first, String second, String score) implements Fields {}

    /**
     * Each record is one text, of which nothing is known.
     *
     * @param text field of the text
     */
    public record Single(String text) implements Fields {}
}
