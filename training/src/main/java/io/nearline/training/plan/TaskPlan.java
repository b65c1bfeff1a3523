package io.nearline.training.plan;

import java.nio.file.Path;

/**
 * Pairs of texts that belong together.
 *
 * @param name for people
 * @param file JSON lines, one record a line; compressed if its name ends in {@code .gz}
 * @param fields which fields of a record make a pair
 * @param weight how often a batch is of this task, against the other tasks' weights
 */
public record TaskPlan(String name, Path file, Fields fields, double weight) {

    /** How records become pairs. */
    public sealed interface Fields permits Labelled, Paired {}

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
}
