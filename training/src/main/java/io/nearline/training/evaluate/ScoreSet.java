package io.nearline.training.evaluate;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.data.Example;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Measure;
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
     * @param measure one that fits the fields
     * @throws InvalidPlanException if the records are too few to say anything
     */
    static ScoreSet of(String name, Fields fields, Measure measure, Records records) {
        Set<String> seen = new HashSet<>();
        List<Example> distinct = new ArrayList<>();
        for (Example example : records.scored) {
            if (seen.add(Example.key(example.first()) + "\t" + Example.key(example.second()))) {
                distinct.add(example);
            }
        }
        List<Example> taken =
                distinct.stream()
                        .sorted(
                                Comparator.comparingInt(
                                        one -> spread(Example.key(one.first()).hashCode())))
                        .limit(records.most)
                        .toList();
        if (fields instanceof Labelled) {
            return new SameLabelSet(name, taken);
        }
        if (fields instanceof Paired) {
            List<Example> beside = measure == Measure.FIRST ? records.all : List.of();
            return new PassageSet(name, taken, beside, measure);
        }
        return new ScoredPairSet(name, taken);
    }

    /**
     * Records of a file.
     *
     * @param scored of which equal ones count once
     * @param most of them that are taken, the same ones in every run
     * @param all that the plan chooses of the file
     */
    record Records(List<Example> scored, int most, List<Example> all) {

        public Records {
            scored = List.copyOf(scored);
            all = List.copyOf(all);
        }
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
