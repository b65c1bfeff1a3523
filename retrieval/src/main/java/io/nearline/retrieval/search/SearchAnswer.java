package io.nearline.retrieval.search;

import java.util.List;
import java.util.Objects;

/**
 * What a search found.
 *
 * @param hits best first; fewer than asked for if fewer are selected
 * @param model the one model that every hit belongs to, as it was at that moment
 * @param plan how it was found
 * @param watermark how fresh the index was
 */
public record SearchAnswer(List<Hit> hits, HeldModel model, Plan plan, Watermark watermark) {

    public SearchAnswer {
        hits = List.copyOf(hits);
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(watermark, "watermark");
    }
}
