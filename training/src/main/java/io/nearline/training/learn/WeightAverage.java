package io.nearline.training.learn;

import io.nearline.training.tensor.AdamW;
import io.nearline.training.tensor.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights that are scored and kept: a mean of the base's and those that were learned (Wortsman
 * et al. 2022, "Robust fine-tuning of zero-shot models"). What learns stays as it is meanwhile.
 */
final class WeightAverage {
    private final List<Parameter> parameters;
    private final List<float[]> base;
    private final double share;

    /**
     * Takes the weights as they are now for the base's.
     *
     * @param share of the base, 0 to 1
     */
    WeightAverage(List<Parameter> parameters, double share) {
        this.parameters = List.copyOf(parameters);
        this.base = values(parameters);
        this.share = share;
    }

    /** Something done with other weights than those that learn. */
    interface Work<T> {
        T run();
    }

    /** Does something with the base's weights. */
    <T> T withBase(Work<T> work) {
        return with(base, work);
    }

    /** Does something with the mean. */
    <T> T withMean(Work<T> work) {
        return with(mean(), work);
    }

    private <T> T with(List<float[]> weights, Work<T> work) {
        List<float[]> learned = values(parameters);
        set(weights);
        try {
            return work.run();
        } finally {
            set(learned);
        }
    }

    /** The mean, as a file. */
    Checkpoint checkpoint(String plan, int step) {
        float[] none = new float[0];
        return new Checkpoint(
                plan,
                step,
                parameters.stream().map(Parameter::name).toList(),
                mean().stream().map(values -> new AdamW.State(values, none, none)).toList());
    }

    /**
     * Takes the weights of such a file for good.
     *
     * @throws TrainingFailedException if it holds others
     */
    static void restore(List<Parameter> parameters, Checkpoint kept, String source) {
        if (!kept.names().equals(parameters.stream().map(Parameter::name).toList())) {
            throw new TrainingFailedException(
                    "%s holds other weights than the plan learns: give the run's own plan"
                            .formatted(source));
        }
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).set(kept.states().get(i).values());
        }
    }

    private List<float[]> mean() {
        List<float[]> means = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            float[] learned = parameters.get(i).values();
            float[] from = base.get(i);
            for (int j = 0; j < learned.length; j++) {
                learned[j] = (float) (share * from[j] + (1 - share) * learned[j]);
            }
            means.add(learned);
        }
        return means;
    }

    private void set(List<float[]> weights) {
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).set(weights.get(i));
        }
    }

    private static List<float[]> values(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::values).toList();
    }
}
