package io.nearline.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;

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

    private void update(Parameter parameter) {
        Gradients.backward(() -> parameter.tensor().square().sum());
        assertThat(adam.update(RATE)).isPositive();
    }
}
