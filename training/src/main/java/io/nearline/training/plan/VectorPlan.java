package io.nearline.training.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the losses are computed on, whatever the task.
 *
 * @param prefixes beginnings of the vector that each have the task's loss (Matryoshka, Kusupati et
 *     al. 2022); none for the whole vector alone
 * @param head a projection that serves instead of the vector; it has the task's loss too
 */
public record VectorPlan(List<Prefix> prefixes, Optional<Head> head) {
    /** The packager takes fewer numbers for a classifier's. */
    private static final int LEAST = 8;

    private static final int MOST = 1 << 16;

    /**
     * The first numbers of a vector.
     *
     * @param size how many
     * @param weight of the loss on them; the loss is the mean by weight
     */
    public record Prefix(int size, double weight) {}

    /**
     * A matrix behind the pooling, in the graph.
     *
     * @param size of the vector that serves
     * @param weight of the loss on it
     * @param rate highest learning rate of the matrix; the schedule's where none is given
     */
    public record Head(int size, double weight, Optional<Double> rate) {

        /** At the schedule's rate. */
        public Head(int size, double weight) {
            this(size, weight, Optional.empty());
        }

        /** Names a rate only where one is given. */
        @Override
        public String toString() {
            return "Head[size=%d, weight=%s%s]"
                    .formatted(size, weight, rate.map(one -> ", rate=" + one).orElse(""));
        }
    }

    public VectorPlan {
        prefixes = List.copyOf(prefixes);
    }

    /** Reads the keys {@code matryoshka} and {@code head}. */
    static VectorPlan read(Section plan) {
        Optional<Head> head = plan.optionalSection("head").map(VectorPlan::head);
        return new VectorPlan(
                plan.optionalSection("matryoshka").map(VectorPlan::prefixes).orElse(List.of()),
                head);
    }

    private static Head head(Section section) {
        Head head =
                new Head(
                        section.count("size", LEAST, MOST),
                        section.number("weight", 1),
                        section.has("rate")
                                ? Optional.of(section.number("rate", 0))
                                : Optional.empty());
        section.requireNothingElse();
        return head;
    }

    private static List<Prefix> prefixes(Section matryoshka) {
        List<Integer> sizes = matryoshka.counts("sizes", 1);
        List<Double> weights = matryoshka.numbers("weights", sizes.stream().map(x -> 1.0).toList());
        if (weights.size() != sizes.size()) {
            throw matryoshka.refused(
                    "has %d sizes and %d weights; give one weight a size"
                            .formatted(sizes.size(), weights.size()));
        }
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            prefixes.add(new Prefix(sizes.get(i), weights.get(i)));
        }
        matryoshka.requireNothingElse();
        return prefixes;
    }
}
