package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreshnessTest {

    @Test
    void percentilesAreNearestRanks() {
        Freshness freshness = new Freshness();
        for (int millis = 100; millis >= 1; millis--) {
            freshness.add(millis);
        }

        assertThat(freshness.percentiles()).isEqualTo(new Freshness.Percentiles(50, 99));
    }

    @Test
    void oneValueIsEveryPercentile() {
        Freshness freshness = new Freshness();
        freshness.add(7);

        assertThat(freshness.percentiles()).isEqualTo(new Freshness.Percentiles(7, 7));
    }

    @Test
    void withoutValuesPercentilesAreZero() {
        assertThat(new Freshness().percentiles()).isEqualTo(new Freshness.Percentiles(0, 0));
    }

    @Test
    void keepsMoreValuesThanItBeginsWithRoomFor() {
        Freshness freshness = new Freshness();
        for (int i = 0; i < 10_000; i++) {
            freshness.add(i < 5_000 ? 1 : 2);
        }

        assertThat(freshness.percentiles()).isEqualTo(new Freshness.Percentiles(1, 2));
    }
}
