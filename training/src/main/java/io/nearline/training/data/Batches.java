package io.nearline.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Batches without end: each of one task, drawn by the tasks' weights times a power of their sizes;
 * within a task every record comes once before any comes again. The same seed gives the same
 * batches.
 */
public final class Batches {
    private final List<Turn> turns = new ArrayList<>();
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
     */
    public Batches(List<TaskData> tasks, int size, double mixing, long seed) {
        this.size = size;
        this.random = new Random(seed);
        tasks.forEach(task -> turns.add(new Turn(task, mixing, new Random(random.nextLong()))));
        this.weights = turns.stream().mapToDouble(turn -> turn.weight).sum();
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

    /** One task's records in an order of their own. */
    private static final class Turn {
        private final TaskData task;
        private final double weight;
        private final Random random;
        private final List<Integer> order = new ArrayList<>();
        private int place;

        Turn(TaskData task, double mixing, Random random) {
            this.task = task;
            this.weight = task.weight() * Math.pow(task.size(), mixing);
            this.random = random;
            for (int i = 0; i < task.size(); i++) {
                order.add(i);
            }
            this.place = order.size();
        }

        Batch next(int size) {
            List<Pair> pairs = new ArrayList<>();
            while (pairs.size() < size) {
                if (place == order.size()) {
                    Collections.shuffle(order, random);
                    place = 0;
                }
                pairs.add(task.pair(order.get(place), random));
                place++;
            }
            return new Batch(task.name(), pairs);
        }
    }
}
