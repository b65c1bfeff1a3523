package io.nearline.training.evaluate;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.data.Example;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.InvalidPlanException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Texts that vectors are scored by. */
public sealed interface ScoreSet permits SameLabelSet, PassageSet, ScoredPairSet {

    /**
     * A set of the kind that its fields make: same-label retrieval, query to passage, or agreement
     * with people's scores.
     *
     * @param name for people
     * @param examples records, of which equal ones count once
     * @param most records that are taken, the same ones in every run
     * @throws InvalidPlanException if they are too few to say anything
     */
    static ScoreSet of(String name, Fields fields, List<Example> examples, int most) {
        Set<String> seen = new HashSet<>();
        List<Example> distinct = new ArrayList<>();
        for (Example example : examples) {
            if (seen.add(Example.key(example.first()) + "\t" + Example.key(example.second()))) {
                distinct.add(example);
            }
        }
        List<Example> taken =
                distinct.stream()
                        .sorted(
                                Comparator.comparingInt(
                                        one -> spread(Example.key(one.first()).hashCode())))
                        .limit(most)
                        .toList();
        if (fields instanceof Labelled) {
            return new SameLabelSet(name, taken);
        }
        return fields instanceof Paired
                ? new PassageSet(name, taken)
                : new ScoredPairSet(name, taken);
    }

    /** Mixes the bits, so that an order by hash has nothing to do with the text. */
    private static int spread(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >>> 16);
    }

    String name();

    /** What it holds, in numbers. */
    String contents();

    /** What is measured. */
    String measure();

    /** All texts that vectors are needed of. */
    List<EmbeddableText> texts();

    /**
     * Scores a model.
     *
     * @param vectors of {@link #texts}, in their order, of length 1
     */
    SetScore score(List<float[]> vectors);
}
