package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.training.TinyBase;
import io.nearline.training.data.Batches;
import io.nearline.training.plan.PlanFile;
import io.nearline.training.tensor.Gradients;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Gradients against central differences of the loss, in the gradient's own direction. */
class GradientTest {
    private static final List<String> TASKS =
            List.of(
                    "{file: posts.jsonl, text: body, label: about}",
                    "{file: pairs.jsonl, query: title, passage: body}",
                    "{file: scored.jsonl, first: one, second: other, score: close}",
                    "{file: scored.jsonl, first: one, second: other, score: close, loss: bce}",
                    "{file: pairs.jsonl, query: title, passage: body, loss: mse}",
                    "{file: posts.jsonl, text: body}");

    private static final String MATRYOSHKA = "matryoshka: {sizes: [8, 3], weights: [1, 2]}";

    /** Adding the same to all scores of a text changes none of its shares. */
    private static final String WITHOUT_EFFECT = "0.key.bias";

    @TempDir private static Path folder;
    private static final List<Case> CASES = new ArrayList<>();

    @BeforeAll
    static void prepare() throws Exception {
        TinyBase.writeTo(folder);
        for (String task : TASKS) {
            CASES.add(new Case(task, List.of()));
        }
        CASES.add(new Case(TASKS.get(0), List.of("anchor: 0.5")));
        CASES.add(new Case(TASKS.get(0), List.of(MATRYOSHKA)));
        CASES.add(new Case(TASKS.get(4), List.of(MATRYOSHKA)));
        CASES.add(new Case(TASKS.get(0), List.of("head: {size: 8}")));
        CASES.add(new Case(TASKS.get(5), List.of("head: {size: 8}")));
    }

    @AfterAll
    static void close() {
        CASES.forEach(one -> one.prepared.close());
        CASES.clear();
    }

    @TestFactory
    List<DynamicContainer> everyKindOfTensorHasItsGradientOfEveryLoss() {
        return CASES.stream()
                .map(
                        one ->
                                DynamicContainer.dynamicContainer(
                                        one.name,
                                        one.parameters().stream()
                                                .filter(GradientTest::hasEffect)
                                                .map(
                                                        parameter ->
                                                                DynamicTest.dynamicTest(
                                                                        parameter.name(),
                                                                        () ->
                                                                                one.requireGradient(
                                                                                        parameter)))))
                .toList();
    }

    @Test
    void whatHasNoEffectHasNoGradient() {
        Case one = CASES.get(0);
        assertThat(length(one.gradient(one.parameter(WITHOUT_EFFECT)))).isLessThan(1e-5);
    }

    @Test
    void gradientsAddUpUntilCleared() {
        Case one = CASES.get(0);
        Parameter parameter = one.parameter("0.output.shift");
        float once = one.gradient(parameter)[0];
        one.backward();
        one.backward();
        assertThat(parameter.gradient()[0]).isCloseTo(2 * once, within(1e-5f));
        one.clear();
    }

    private static boolean hasEffect(Parameter parameter) {
        return !parameter.name().equals(WITHOUT_EFFECT);
    }

    /** A plan, moved away from its base so that what holds it there has a gradient. */
    private static final class Case {
        private final String name;
        private final Preparation prepared;
        private final BatchLoss losses;
        private final BatchLoss.Prepared batch;

        Case(String task, List<String> more) throws Exception {
            name = String.join(" ", task, String.join(" ", more));
            prepared = Preparation.of(PlanFile.read(TinyBase.plan(folder, task, more)), 1);
            losses = prepared.loss();
            batch = losses.prepare(new Batches(prepared.tasks(), 12, 3).next());
            Random random = new Random(1);
            for (Parameter parameter : parameters()) {
                float[] values = parameter.values();
                for (int i = 0; i < values.length; i++) {
                    values[i] += (float) (0.1 * random.nextGaussian());
                }
                parameter.set(values);
            }
        }

        void requireGradient(Parameter parameter) {
            float[] gradient = gradient(parameter);
            double length = length(gradient);
            assertThat(length).isGreaterThan(1e-4);
            // Far enough for the loss to change by more than floats are rounded by, and the mean of
            // two ways, which are rounded differently.
            double change = Math.min(0.1, 2e-3 / length);
            double slope =
                    (slope(parameter, gradient, length, change)
                                    + slope(parameter, gradient, length, 0.8 * change))
                            / 2;
            assertThat(slope / length).isCloseTo(1, within(0.01));
        }

        /** How fast the loss grows along the gradient; of fourth order, for it bends on the way. */
        private double slope(Parameter parameter, float[] gradient, double length, double change) {
            float[] values = parameter.values();
            double near =
                    lossAt(parameter, values, gradient, change / length)
                            - lossAt(parameter, values, gradient, -change / length);
            double far =
                    lossAt(parameter, values, gradient, 2 * change / length)
                            - lossAt(parameter, values, gradient, -2 * change / length);
            parameter.set(values);
            return (8 * near - far) / (12 * change);
        }

        private double lossAt(
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

        float[] gradient(Parameter parameter) {
            clear();
            backward();
            float[] gradient = parameter.gradient();
            clear();
            return gradient;
        }

        float backward() {
            try (Scope step = prepared.scope().child()) {
                return Gradients.backward(
                        () -> batch.of(step, prepared.encoders().embed(step, batch.texts())));
            }
        }

        void clear() {
            parameters().forEach(Parameter::clearGradient);
        }

        Parameter parameter(String name) {
            return parameters().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        List<Parameter> parameters() {
            return prepared.model().learning();
        }
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        return Math.sqrt(squares);
    }
}
