package io.nearline.training.plan;

import io.nearline.training.plan.VocabularyPlan.Texts;
import java.util.List;
import java.util.Locale;

/** Pieces that a model's vocabulary gets, for {@link PlanBuilder}. */
public final class VocabularyBuilder {
    final Keys keys = new Keys();

    /** Starts with how many pieces. */
    public VocabularyBuilder(int add) {
        keys.put("add", add);
    }

    /** Tasks whose texts they are learned from. */
    public VocabularyBuilder from(String... tasks) {
        keys.put("from", List.of(tasks));
        return this;
    }

    /** Which of these texts. */
    public VocabularyBuilder texts(Texts which) {
        keys.put("texts", which.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /** Times that each piece is in them. */
    public VocabularyBuilder least(int times) {
        keys.put("least", times);
        return this;
    }
}
