package io.nearline.training.plan;

import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a set of texts is scored by. */
public enum Measure {
    /** nDCG@10 of what belongs to a text, among the texts that are scored. */
    NDCG,

    /**
     * Share of the queries whose nearest passage answers them, of all passages that the file's
     * chosen records have (the accuracy of Artetxe and Schwenk 2019 over Tatoeba).
     */
    FIRST,

    /** Spearman's correlation with people's scores. */
    SPEARMAN;

    /** Reads the key {@code measure}. */
    static Measure read(Section section, Fields fields) {
        List<Measure> fitting = fitting(fields);
        String names =
                fitting.stream()
                        .map(measure -> measure.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        return section.oneOf("measure", fitting, "give %s, for these fields".formatted(names));
    }

    /** The usual one first. */
    private static List<Measure> fitting(Fields fields) {
        if (fields instanceof Paired) {
            return List.of(NDCG, FIRST);
        }
        return List.of(fields instanceof Scored ? SPEARMAN : NDCG);
    }
}
