package io.nearline.training.learn;

import io.nearline.training.tensor.AdamW;
import io.nearline.training.tensor.Parameter;
import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;

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
        return with(base::get, work);
    }

    /** Does something with the mean. */
    <T> T withMean(Work<T> work) {
        return with(this::mean, work);
    }

    private <T> T with(IntFunction<float[]> weights, Work<T> work) {
        List<float[]> learned = values(parameters);
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).set(weights.apply(i));
        }
        try {
            return work.run();
        } finally {
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).set(learned.get(i));
            }
        }
    }

    /** The mean, as a file; computed when it is written. */
    Checkpoint checkpoint(String plan, int step) {
        return new Checkpoint(
                plan,
                step,
                parameters.stream().map(Parameter::name).toList(),
                new AbstractList<>() {
                    @Override
                    public AdamW.State get(int index) {
                        return new AdamW.State(mean(index), new float[0], new float[0]);
                    }

                    @Override
                    public int size() {
                        return parameters.size();
                    }
                });
    }

    /**
     * Takes the weights of such a file for good.
     *
     * @throws TrainingFailedException if it holds others
     */
    static void restore(List<Parameter> parameters, Checkpoint kept, String source) {
        if (!kept.names().equals(parameters.stream().map(Parameter::name).toList())) {
            throw new TrainingFailedException(
                    "%s holds other weights than the plan learns: give a plan with the same learn, head, student and towers"
                            .formatted(source));
        }
        for (int i = 0; i < parameters.size(); i++) {
            parameters.get(i).set(kept.states().get(i).values());
        }
    }

    private float[] mean(int parameter) {
        float[] learned = parameters.get(parameter).values();
        float[] from = base.get(parameter);
        for (int i = 0; i < learned.length; i++) {
            learned[i] = (float) (share * from[i] + (1 - share) * learned[i]);
        }
        return learned;
    }

    private static List<float[]> values(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::values).toList();
    }
}
