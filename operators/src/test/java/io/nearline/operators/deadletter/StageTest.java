package io.nearline.operators.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.DeadLetterStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StageTest {

    @ParameterizedTest
    @EnumSource
    void hasANameOfItsOwnOnTheTopic(Stage stage) {
        assertThat(stage.wire()).isNotEqualTo(DeadLetterStage.UNKNOWN);
        assertThat(stage.wire().name()).isEqualTo(stage.name());
    }
}
