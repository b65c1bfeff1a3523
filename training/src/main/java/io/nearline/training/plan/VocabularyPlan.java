package io.nearline.training.plan;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.model.LearnedPart;
import io.nearline.training.model.LearnedPart.Embeddings;
import java.util.List;
import java.util.Optional;

/**
 * Pieces of words that the model's vocabulary gets beside the base's.
 *
 * @param add how many; fewer where the texts have no more
 * @param from names of the tasks whose texts they are learned from
 * @param texts which of these texts
 * @param least times that each piece is in them
 */
public record VocabularyPlan(int add, List<String> from, Texts texts, int least) {
    private static final int MOST = 1 << 16;
    private static final int MOST_TIMES = 1 << 24;
    private static final int TIMES = 3;

    /** Which texts of a task; a text that is in no pair counts as a passage. */
    public enum Texts {
        ALL,
        QUERIES,
        PASSAGES
    }

    public VocabularyPlan {
        from = List.copyOf(from);
    }

    /** Whether pieces are learned from a text of these tasks. */
    public boolean isFrom(EmbeddableText text) {
        return switch (texts) {
            case ALL -> true;
            case QUERIES -> text.role() != Role.PASSAGE;
            case PASSAGES -> text.role() == Role.PASSAGE;
        };
    }

    /**
     * Reads the key {@code vocabulary}.
     *
     * @param tasks names of all tasks
     */
    static Optional<VocabularyPlan> read(Section plan, LearnedPart learn, List<String> tasks) {
        return plan.optionalSection("vocabulary").map(section -> of(section, learn, tasks));
    }

    private static VocabularyPlan of(Section section, LearnedPart learn, List<String> tasks) {
        VocabularyPlan vocabulary =
                new VocabularyPlan(
                        section.count("add", 1, MOST),
                        section.words("from", tasks),
                        section.oneOf(
                                "texts",
                                List.of(Texts.ALL, Texts.QUERIES, Texts.PASSAGES),
                                "give all, queries or passages"),
                        section.count("least", 1, MOST_TIMES, TIMES));
        section.requireNothingElse();
        if (learn.embeddings() == Embeddings.FROZEN) {
            throw section.refused(
                    "adds pieces, and learn.embeddings is false, so that nothing would be learned"
                            + " of them: set it to true");
        }
        for (String task : vocabulary.from) {
            if (!tasks.contains(task)) {
                throw section.refused(
                        "is from '%s', and the plan has no such task, but %s"
                                .formatted(task, String.join(", ", tasks)));
            }
        }
        return vocabulary;
    }
}
