package io.nearline.training.draft;

import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Single;
import java.util.List;

/** What a first plan holds out. */
public enum HeldOutDraft {
    /** Some labels with all their texts, and some texts of the others. */
    LABELS_AND_TEXTS("some labels, and some texts of the others"),

    /** Some records. */
    RECORDS("some records"),

    NOTHING("nothing: the records are too few, or no score can be made of them");

    private final String words;

    HeldOutDraft(String words) {
        this.words = words;
    }

    /** What can be tried, the most telling first. */
    static List<HeldOutDraft> fitting(Fields fields) {
        if (fields instanceof Single) {
            return List.of(NOTHING);
        }
        return fields instanceof Labelled ? List.of(values()) : List.of(RECORDS, NOTHING);
    }

    /** For people. */
    public String words() {
        return words;
    }
}
