package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.training.TinyBase;
import io.nearline.training.data.Batch;
import io.nearline.training.data.Batches;
import io.nearline.training.model.Encoder;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.tensor.Gradients;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Gradients against central differences of the loss, in the gradient's own direction. */
class GradientTest {
    /** Adding the same to all scores of a text changes none of its shares. */
    private static final String WITHOUT_EFFECT = "0.key.bias";

    @TempDir private static Path folder;
    private static Preparation prepared;
    private static Batch batch;

    @BeforeAll
    static void prepare() throws Exception {
        Path plan = TinyBase.plan(TinyBase.writeTo(folder), "true", "steps: 1");
        prepared = Preparation.of(PlanFile.read(plan), 1);
        batch = new Batches(prepared.tasks(), 12, 3).next();
    }

    @AfterAll
    static void close() {
        prepared.close();
    }

    @TestFactory
    List<DynamicTest> everyKindOfTensorHasItsGradient() {
        return prepared.encoder().parameters().stream()
                .filter(parameter -> !parameter.name().equals(WITHOUT_EFFECT))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> requireGradient(one)))
                .toList();
    }

    @Test
    void whatHasNoEffectHasNoGradient() {
        assertThat(length(gradient(parameter(WITHOUT_EFFECT)))).isLessThan(1e-5);
    }

    @Test
    void gradientsAddUpUntilCleared() {
        Parameter parameter = parameter("0.output.shift");
        float once = gradient(parameter)[0];
        parameter.clearGradient();
        backward();
        backward();
        assertThat(parameter.gradient()[0]).isCloseTo(2 * once, within(1e-5f));
        clear();
    }

    private static void requireGradient(Parameter parameter) {
        float[] gradient = gradient(parameter);
        double length = length(gradient);
        assertThat(length).isGreaterThan(1e-4);
        float[] values = parameter.values();
        // Far enough for the loss to change by more than floats are rounded by.
        double change = Math.min(0.02, 2e-3 / length);
        double near =
                lossAt(parameter, values, gradient, change / length)
                        - lossAt(parameter, values, gradient, -change / length);
        double far =
                lossAt(parameter, values, gradient, 2 * change / length)
                        - lossAt(parameter, values, gradient, -2 * change / length);
        parameter.set(values);
        // Of fourth order, so that the loss may bend on the way.
        double slope = (8 * near - far) / (12 * change);
        assertThat(slope / length).isCloseTo(1, within(0.01));
    }

    private static double lossAt(
            Parameter parameter, float[] values, float[] direction, double along) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (along * direction[i]);
        }
        parameter.set(moved);
        double loss = backward();
        clear();
        return loss;
    }

    private static float[] gradient(Parameter parameter) {
        clear();
        backward();
        float[] gradient = parameter.gradient();
        clear();
        return gradient;
    }

    private static float backward() {
        Encoder encoder = prepared.encoder();
        try (Scope step = prepared.scope().child()) {
            return Gradients.backward(
                    () ->
                            InfoNce.loss(
                                    step,
                                    encoder.embed(step, batch.left()),
                                    encoder.embed(step, batch.right()),
                                    batch,
                                    0.5));
        }
    }

    private static void clear() {
        prepared.encoder().parameters().forEach(Parameter::clearGradient);
    }

    private static Parameter parameter(String name) {
        return prepared.encoder().parameters().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        return Math.sqrt(squares);
    }
}
