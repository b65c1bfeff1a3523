package io.nearline.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final float[] START = {1, -2, 3, 4};
    private static final double RATE = 0.1;

    private final Scope scope = Scope.open(1);
    private final Parameter read = parameter("read");
    private final Parameter unread = parameter("unread");
    private final AdamW adam = new AdamW(scope, List.of(read, unread), 0.1f, 1);

    @AfterEach
    void close() {
        scope.close();
    }

    private Parameter parameter(String name) {
        Parameter parameter = scope.parameter(name, START.clone(), 2, 2);
        parameter.learn();
        return parameter;
    }

    @Test
    void aParameterThatNoTextHasReadStaysAsItIs() {
        update(read);
        assertThat(unread.values()).isEqualTo(START);
        assertThat(read.values()).isNotEqualTo(START);
    }

    @Test
    void aParameterDoesNotGoOnWithoutBeingRead() {
        update(unread);
        float[] once = unread.values();
        assertThat(once).isNotEqualTo(START);
        update(read);
        assertThat(unread.values()).isEqualTo(once);
    }

    /** As far as one that is read in each step goes in as many steps. */
    @Test
    void aParameterThatIsReadSeldomGoesNoFartherAStep() {
        AdamW alone = new AdamW(scope, List.of(unread), 0.1f, 1);
        for (int i = 0; i < 5; i++) {
            update(alone, unread);
        }
        float[] expected = unread.values();
        unread.set(START.clone());
        for (int i = 0; i < 50; i++) {
            update(i % 10 == 9 ? unread : read);
        }
        assertThat(unread.values()).isEqualTo(expected);
    }

    @Test
    void aParameterGoesOnWithTheStepsThatHaveReadIt() {
        update(read);
        update(unread);
        List<AdamW.State> states = List.copyOf(adam.states());
        update(unread);
        float[] expected = unread.values();
        AdamW other = new AdamW(scope, List.of(read, unread), 0.1f, 1);
        other.restore(2, states, parameter -> 1);
        update(other, unread);
        assertThat(unread.values()).isEqualTo(expected);
    }

    @Test
    void aParameterGoesAsFarAsItsOwnRateSays() {
        AdamW twice =
                new AdamW(
                        scope,
                        List.of(read, unread),
                        0.1f,
                        1,
                        parameter -> parameter == unread ? 2 : 1);
        Gradients.backward(() -> read.tensor().square().sum().plus(unread.tensor().square().sum()));
        assertThat(twice.update(RATE)).isPositive();
        for (int i = 0; i < START.length; i++) {
            assertThat(START[i] - unread.values()[i])
                    .isCloseTo(2 * (START[i] - read.values()[i]), within(1e-5f));
        }
    }

    private void update(Parameter parameter) {
        update(adam, parameter);
    }

    private static void update(AdamW adam, Parameter parameter) {
        Gradients.backward(() -> parameter.tensor().square().sum());
        assertThat(adam.update(RATE, parameter::equals)).isPositive();
    }
}
