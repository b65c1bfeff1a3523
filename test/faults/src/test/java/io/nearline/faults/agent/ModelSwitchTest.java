package io.nearline.faults.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.nearline.faults.agent.ModelOrder.Act;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSwitchTest {

    @Test
    void readsTheOrderThatWasWritten() {
        for (Act act : Act.values()) {
            ModelOrder order = new ModelOrder(12, act, 34);

            assertThat(ModelOrder.parse(order.line())).isEqualTo(order);
        }
    }

    @Test
    void worksWhileTheOrderIsNotWritten() {
        assertThat(ModelOrder.parse("")).isEqualTo(ModelOrder.NONE);
    }

    @Test
    void failsAsManyCallsAsOrderedAndAgainWithTheNextOrder() {
        FailingCalls calls = new FailingCalls();
        ModelOrder order = new ModelOrder(1, Act.FAIL, 2);

        assertThat(List.of(calls.takes(order), calls.takes(order), calls.takes(order)))
                .containsExactly(true, true, false);
        assertThat(calls.takes(new ModelOrder(2, Act.FAIL, 1))).isTrue();
    }

    @Test
    void throwsWhatTheRuntimeAndTheMachineThrow() {
        assertThatThrownBy(() -> ModelSwitch.fail(Act.FAIL)).isInstanceOf(OrtException.class);
        assertThatThrownBy(() -> ModelSwitch.fail(Act.RUN_OUT_OF_MEMORY))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
