package io.nearline.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatsTest {
    @Test
    void expectsARecordThatIsNotEmbeddedToCostNothing() {
        Repeats repeats = Repeats.of(1000, 700, 500, 300, 200, 1);

        assertThat(repeats.edits()).isEqualTo(300);
        assertThat(repeats.expectedWithState()).isEqualTo(1000 / 700.0);
        assertThat(repeats.expectedWithCache()).isEqualTo(2);
        assertThat(repeats.seen()).isEqualTo(1.5);
    }

    @Test
    void allowsForTextsOfAnotherLength() {
        assertThat(Repeats.of(100, 100, 100, 10, 10, 0.5).expectedWithState()).isEqualTo(0.5);
    }
}
