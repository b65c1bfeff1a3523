package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model that is trained begins with.
 *
 * @param layers of the base, ascending from 1; none for all
 * @param vocabulary what its vocabulary has beside the base's; none for nothing
 * @param towers how queries and members enter, where that is not as in the base
 */
public record ModelStart(
        List<Integer> layers,
        Optional<LargerVocabulary.Wanted> vocabulary,
        Map<Role, Tower> towers) {
    /** All of the base. */
    public static final ModelStart WHOLE = new ModelStart(List.of(), Optional.empty(), Map.of());

    public ModelStart {
        layers = List.copyOf(layers);
        towers = Map.copyOf(towers);
    }
}
