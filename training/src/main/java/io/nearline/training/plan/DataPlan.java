package io.nearline.training.plan;

import io.nearline.embedding.EmbeddableText.Role;
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

    /** The same, of records that may begin alike. */
    public DataPlan withCopies() {
        return new DataPlan(file, fields, selection.withCopies(), provenance);
    }

    /** What the fields of a record mean. */
    public sealed interface Fields permits Labelled, Paired, Scored, Single {

        /** Of the first text of a pair, which says how it enters the model. */
        default Role queryRole() {
            return Role.PASSAGE;
        }
    }

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
     * @param queryRole how the text to search with enters the model
     * @param partner the record that has one of both texts; empty if each record has both
     */
    public record Paired(String query, String passage, Role queryRole, Optional<Partner> partner)
            implements Fields {

        /** Both texts are in one record. */
        public Paired(String query, String passage) {
            this(query, passage, Optional.empty());
        }

        /** The text to search with enters as queries do. */
        public Paired(String query, String passage, Optional<Partner> partner) {
            this(query, passage, Role.QUERY, partner);
        }

        /**
         * A run is known by how its plan reads, so what a plan does not ask for is not in it: a
         * partner, and another role than that of queries.
         */
        @Override
        public String toString() {
            return "Paired[query=%s, passage=%s%s%s]"
                    .formatted(
                            query,
                            passage,
                            queryRole == Role.QUERY ? "" : ", role=" + queryRole,
                            partner.map(other -> ", partner=" + other).orElse(""));
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
