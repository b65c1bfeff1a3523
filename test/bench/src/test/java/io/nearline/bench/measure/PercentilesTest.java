package io.nearline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void takesTheNearestRank() {
        List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();

        assertThat(Percentiles.of(hundred)).isEqualTo(new Percentiles(50, 95, 99, 100));
    }

    @Test
    void takesTheOnlyValueForAllOfThem() {
        assertThat(Percentiles.of(List.of(7L))).isEqualTo(new Percentiles(7, 7, 7, 7));
    }
}
