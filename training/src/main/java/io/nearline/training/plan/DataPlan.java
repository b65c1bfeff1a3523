package io.nearline.training.plan;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Records of a file, and what they mean.
 *
 * @param file JSON lines, or cells with tabs between them and their names in the first line;
 *     compressed if its name ends in {@code .gz}
 * @param fields which fields make texts and labels
 * @param selection which records count
 * @param provenance where they come from; nothing that is learned depends on it
 */
public record DataPlan(Path file, Fields fields, Selection selection, Provenance provenance) {

    /** Records of unknown origin. */
    public DataPlan(Path file, Fields fields, Selection selection) {
        this(file, fields, selection, Provenance.UNKNOWN);
    }

    /** What the fields of a record mean. */
    public sealed interface Fields permits Labelled, Paired, Scored, Single {}

    /**
     * Two records of one label belong together.
     *
     * @param text field of the text
     * @param label field of its label
     */
    public record Labelled(String text, String label) implements Fields {}

    /**
     * Each record is a pair, or half of one.
     *
     * @param query field of the text to search with
     * @param passage field of the text to be found
     * @param partner the record that has one of both texts; empty if each record has both
     */
    public record Paired(String query, String passage, Optional<Partner> partner)
            implements Fields {

        /** Both texts are in one record. */
        public Paired(String query, String passage) {
            this(query, passage, Optional.empty());
        }

        /**
         * A run is known by how its plan reads, so records with both texts read as they did before
         * there were partners.
         */
        @Override
        public String toString() {
            return "Paired[query=%s, passage=%s%s]"
                    .formatted(
                            query, passage, partner.map(other -> ", partner=" + other).orElse(""));
        }
    }

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
