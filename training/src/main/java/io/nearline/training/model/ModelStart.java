package io.nearline.training.model;

import java.util.List;
import java.util.Optional;

/**
 * What a model that is trained begins with.
 *
 * @param layers of the base, ascending from 1; none for all
 * @param vocabulary what its vocabulary has beside the base's; none for nothing
 */
public record ModelStart(List<Integer> layers, Optional<LargerVocabulary.Wanted> vocabulary) {
    /** All of the base. */
    public static final ModelStart WHOLE = new ModelStart(List.of(), Optional.empty());

    public ModelStart {
        layers = List.copyOf(layers);
    }
}
