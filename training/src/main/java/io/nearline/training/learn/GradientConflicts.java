package io.nearline.training.learn;

import io.nearline.training.data.Batches;
import io.nearline.training.data.TaskData;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.tensor.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether tasks pull the weights the same way: cosines between their gradients, without the anchor.
 * Below 0 what lowers one task's loss raises the other's.
 *
 * @param tasks names
 * @param cosines of each task with each, in their order
 */
public record GradientConflicts(List<String> tasks, List<List<Double>> cosines) {
    private static final int BATCHES = 4;

    public GradientConflicts {
        tasks = List.copyOf(tasks);
        cosines = cosines.stream().map(List::copyOf).toList();
    }

    /**
     * With the weights as they are, over a few batches of each task that has steps of its own. Only
     * layers that posts go through are compared, which all tasks share. The tables of words are
     * left out: their gradients are of the words that a batch has.
     */
    public static GradientConflicts of(Preparation prepared) {
        TrainingPlan plan = prepared.plan();
        List<Parameter> compared =
                prepared.encoder().learning().stream()
                        .filter(one -> Character.isDigit(one.name().charAt(0)))
                        .toList();
        BatchLoss loss = prepared.lossOfTasks();
        BatchGradients gradients = BatchGradients.of(prepared);
        List<String> names = new ArrayList<>();
        List<List<float[]>> all = new ArrayList<>();
        for (TaskData task : prepared.tasks()) {
            if (plan.inTurn().contains(task.name())) {
                Batches batches = new Batches(List.of(task), plan.schedule().batch(), plan.seed());
                for (int i = 0; i < BATCHES; i++) {
                    gradients.add(loss.prepare(batches.next()));
                }
                names.add(task.name());
                all.add(compared.stream().map(Parameter::gradient).toList());
                prepared.model().learning().forEach(Parameter::clearGradient);
            }
        }
        return new GradientConflicts(names, cosines(all));
    }

    private static List<List<Double>> cosines(List<List<float[]>> gradients) {
        return gradients.stream()
                .map(one -> gradients.stream().map(other -> cosine(one, other)).toList())
                .toList();
    }

    private static double cosine(List<float[]> one, List<float[]> other) {
        return product(one, other)
                / (Math.sqrt(product(one, one)) * Math.sqrt(product(other, other)));
    }

    private static double product(List<float[]> one, List<float[]> other) {
        double sum = 0;
        for (int i = 0; i < one.size(); i++) {
            for (int j = 0; j < one.get(i).length; j++) {
                sum += (double) one.get(i)[j] * other.get(i)[j];
            }
        }
        return sum;
    }
}
