package io.nearline.retrieval.index;

import io.nearline.retrieval.vectors.VectorSet;
import io.nearline.topics.consume.ModelIdentity;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The models whose vectors are held, and which is queried, at one moment. Never changed, so a
 * search that took it cannot meet another model half-way.
 *
 * @param sets vectors by model
 * @param postponed names of models whose vectors are still being read after the start
 * @param queried the model to search unless a request names another
 */
record Shelf(
        Map<ModelIdentity, VectorSet> sets,
        Set<String> postponed,
        Optional<ModelIdentity> queried) {

    static final Shelf EMPTY = new Shelf(Map.of(), Set.of(), Optional.empty());

    Shelf {
        sets = Map.copyOf(sets);
        postponed = Set.copyOf(postponed);
    }

    /**
     * The model of a name: the one that is queried if it has the name, else the one with most
     * posts, for a name stands for one digest.
     */
    Optional<ModelIdentity> named(String name) {
        if (queried.isPresent() && queried.get().name().equals(name)) {
            return queried;
        }
        return sets.entrySet().stream()
                .filter(held -> held.getKey().name().equals(name))
                .max(Comparator.comparingInt(held -> held.getValue().size()))
                .map(Map.Entry::getKey);
    }
}
