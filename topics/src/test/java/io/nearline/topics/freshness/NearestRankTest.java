package io.nearline.topics.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NearestRankTest {

    private static final long[] HUNDRED = LongStream.rangeClosed(1, 100).toArray();

    @Test
    void isTheValueThatTheShareDoesNotExceed() {
        assertThat(NearestRank.of(0.50, HUNDRED)).isEqualTo(50);
        assertThat(NearestRank.of(0.99, HUNDRED)).isEqualTo(99);
        assertThat(NearestRank.of(0.991, HUNDRED)).isEqualTo(100);
    }

    @Test
    void isOneOfTheValuesAndNothingBetweenThem() {
        assertThat(NearestRank.of(0.50, new long[] {1, 1_000})).isEqualTo(1);
        assertThat(NearestRank.of(0.51, new long[] {1, 1_000})).isEqualTo(1_000);
    }

    @Test
    void isTheSmallestForNoShareAndTheLargestForAll() {
        assertThat(NearestRank.of(0, HUNDRED)).isEqualTo(1);
        assertThat(NearestRank.of(1, HUNDRED)).isEqualTo(100);
    }

    @Test
    void isTheOnlyValueForEveryShare() {
        assertThat(NearestRank.of(0.01, new long[] {7})).isEqualTo(7);
        assertThat(NearestRank.of(0.99, new long[] {7})).isEqualTo(7);
    }
}
