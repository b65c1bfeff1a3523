package io.nearline.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Batches without end: each of one task, drawn by the tasks' weights times a power of their sizes;
 * within a task every record comes once before any comes again. Where a task's plan wants that, the
 * records of a batch are of one group (Hofstätter et al. 2021, "topic-aware sampling"). A task may
 * also stand beside the others, with a few records in each step. The same seed gives the same
 * batches.
 */
public final class Batches {
    private final List<Turn> turns = new ArrayList<>();
    private final List<Turn> beside = new ArrayList<>();
    private final int size;
    private final Random random;
    private final double weights;

    /** From these tasks, by their weights alone. */
    public Batches(List<TaskData> tasks, int size, long seed) {
        this(tasks, size, 0, seed);
    }

    /**
     * From these tasks.
     *
     * @param mixing power of the sizes
     * @throws IllegalArgumentException if none of them has batches of its own
     */
    public Batches(List<TaskData> tasks, int size, double mixing, long seed) {
        this.size = size;
        this.random = new Random(seed);
        // Of their own, so that they change no batch of the others.
        Random others = new Random(~seed);
        for (TaskData task : tasks) {
            if (task.beside() > 0) {
                beside.add(new Turn(task, mixing, seed, new Random(others.nextLong())));
            } else {
                turns.add(new Turn(task, mixing, seed, new Random(random.nextLong())));
            }
        }
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("every task stands beside others: none has batches");
        }
        this.weights = turns.stream().mapToDouble(turn -> turn.weight).sum();
    }

    /**
     * The share of the batches that each task has, on average.
     *
     * @param mixing power of the sizes
     */
    public static Map<String, Double> shares(List<TaskData> tasks, double mixing) {
        double all = tasks.stream().mapToDouble(task -> weight(task, mixing)).sum();
        return tasks.stream()
                .collect(Collectors.toMap(TaskData::name, task -> weight(task, mixing) / all));
    }

    private static double weight(TaskData task, double mixing) {
        return task.beside() > 0 ? 0 : task.weight() * Math.pow(task.size(), mixing);
    }

    /** The next one. */
    public Batch next() {
        double drawn = random.nextDouble() * weights;
        Turn last = turns.get(0);
        for (Turn turn : turns) {
            if (turn.weight > 0) {
                last = turn;
                drawn -= turn.weight;
            }
            if (drawn < 0) {
                break;
            }
        }
        return last.next(size);
    }

    /** What stands beside the batch of the next step: one of each task that has none of its own. */
    public List<Batch> nextBeside() {
        return beside.stream().map(turn -> turn.next(turn.task.beside())).toList();
    }

    /** One task's records in an order of their own. */
    private static final class Turn {
        private final TaskData task;
        private final double weight;
        private final Random random;
        private final List<Integer> order = new ArrayList<>();
        private final long ofNegatives;
        private int place;
        private long drawn;

        Turn(TaskData task, double mixing, long seed, Random random) {
            this.ofNegatives = 31 * seed + task.name().hashCode();
            this.task = task;
            this.weight = Batches.weight(task, mixing);
            this.random = random;
            for (int i = 0; i < task.size(); i++) {
                order.add(i);
            }
            this.place = order.size();
        }

        Batch next(int size) {
            List<Pair> pairs = new ArrayList<>();
            List<Pair> negatives = new ArrayList<>();
            while (pairs.size() < size) {
                if (place == order.size()) {
                    Collections.shuffle(order, random);
                    if (task.isGrouped()) {
                        arrange(size, pairs.size());
                    }
                    place = 0;
                }
                pairs.add(task.pair(order.get(place), random));
                // By the place of the draw, so that it does not matter when they were found.
                RandomGenerator own = new SplittableRandom(ofNegatives ^ (drawn++ << 20));
                negatives.addAll(task.negatives(order.get(place), own));
                place++;
            }
            return new Batch(task.name(), pairs, negatives);
        }

        /**
         * Puts records of one group beside each other, a batch at a time. What is left of each
         * group makes mixed batches, after the others.
         *
         * @param begun records that the batch at hand has already; others fill it up
         */
        private void arrange(int size, int begun) {
            Map<String, List<Integer>> groups = new LinkedHashMap<>();
            order.forEach(
                    record ->
                            groups.computeIfAbsent(task.group(record), group -> new ArrayList<>())
                                    .add(record));
            List<List<Integer>> whole = new ArrayList<>();
            List<Integer> left = new ArrayList<>();
            for (List<Integer> members : groups.values()) {
                int full = members.size() / size * size;
                for (int from = 0; from < full; from += size) {
                    whole.add(members.subList(from, from + size));
                }
                left.addAll(members.subList(full, members.size()));
            }
            Collections.shuffle(whole, random);
            int first = Math.min(left.size(), (size - begun) % size);
            order.clear();
            order.addAll(left.subList(0, first));
            whole.forEach(order::addAll);
            order.addAll(left.subList(first, left.size()));
        }
    }
}
