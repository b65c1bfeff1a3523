package io.nearline.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.bench.measure.Spread;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private final Results results = new Results();

    @Test
    void keepsFourDigits() {
        results.put(new Spread(1.23456, 0.000123456, 123456.7), "a", "b");

        assertThat(results.json().toString())
                .isEqualTo("{\"a\":{\"b\":{\"median\":1.235,\"min\":1.235E-4,\"max\":123457.0}}}");
    }

    @Test
    void writesRatiosWhereReadersLookForThem() {
        results.put(1.31, "ratio_to_roofline", "int8", "embedder");
        results.put(1.16, "ratio_to_roofline", "int8", "pipeline");

        assertThat(results.json().at("/ratio_to_roofline/int8/pipeline").asDouble())
                .isEqualTo(1.16);
    }
}
