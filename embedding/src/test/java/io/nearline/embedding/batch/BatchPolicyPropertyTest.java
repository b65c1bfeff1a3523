package io.nearline.embedding.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatchPolicyPropertyTest {

    @Property
    void everyTextIsInExactlyOneBatch(
            @ForAll @IntRange(min = 1, max = 1024) int budget,
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 512) Integer> lengths) {
        for (BatchPolicy policy : batching(budget)) {
            List<Integer> batched =
                    policy.split(lengths, length -> length).stream().flatMap(List::stream).toList();

            assertThat(batched).containsExactlyInAnyOrderElementsOf(lengths);
        }
    }

    @Property
    void onlySingleTextsExceedTheBudget(
            @ForAll @IntRange(min = 1, max = 1024) int budget,
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 512) Integer> lengths) {
        for (BatchPolicy policy : batching(budget)) {
            for (List<Integer> batch : policy.split(lengths, length -> length)) {
                assertThat(batch).isNotEmpty();
                if (batch.size() > 1) {
                    assertThat(batch.size() * Collections.max(batch)).isLessThanOrEqualTo(budget);
                }
            }
        }
    }

    @Property
    void equalLengthsNeedNoPadding(
            @ForAll @IntRange(min = 1, max = 1024) int budget,
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 8) Integer> lengths) {
        for (List<Integer> batch :
                BatchPolicy.equalLengths(budget).split(lengths, length -> length)) {
            assertThat(batch).containsOnly(batch.get(0));
        }
    }

    @Property
    void similarLengthsPadsLittleAndShortBatchesOnly(
            @ForAll @IntRange(min = 1, max = 1024) int budget,
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 60) Integer> lengths) {
        for (List<Integer> batch :
                BatchPolicy.similarLengths(budget).split(lengths, length -> length)) {
            int longest = Collections.max(batch);
            int padding = longest - Collections.min(batch);

            assertThat(padding).isLessThanOrEqualTo(4);
            if (padding > 0) {
                assertThat(batch.size() * longest).isLessThanOrEqualTo(128);
            }
        }
    }

    @Property
    void similarLengthsTakesAllOfEqualLengthFirst(
            @ForAll @IntRange(min = 1, max = 1024) int budget,
            @ForAll @IntRange(min = 1, max = 8) int workers,
            @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 1, max = 60) Integer> lengths) {
        List<Integer> equal =
                BatchPolicy.equalLengths(budget).choose(lengths, length -> length, workers);
        List<Integer> similar =
                BatchPolicy.similarLengths(budget).choose(lengths, length -> length, workers);

        assertThat(similar).startsWith(equal.toArray(Integer[]::new));
    }

    @Property
    void firstTextIsAlwaysInTheNextBatch(
            @ForAll @IntRange(min = 1, max = 1024) int budget,
            @ForAll @IntRange(min = 1, max = 64) int workers,
            @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 1, max = 512) Integer> lengths) {
        for (BatchPolicy policy : batching(budget)) {
            List<Integer> batch = policy.choose(lengths, length -> length, workers);

            assertThat(batch.get(0)).isEqualTo(lengths.get(0));
            assertThat(batch.size() - 1).isLessThanOrEqualTo(lengths.size() / workers);
        }
    }

    @Property
    void workersTokenizeAllThatArrivedBetweenThem(
            @ForAll @IntRange(min = 1, max = 500) int arrived,
            @ForAll @IntRange(min = 1, max = 64) int workers) {
        int part = BatchPolicy.tokenBudget(512).tokenizeNext(arrived, 7, workers);

        assertThat(part).isBetween(1, arrived);
        assertThat(part * workers).isGreaterThanOrEqualTo(arrived);
    }

    private static List<BatchPolicy> batching(int budget) {
        return List.of(
                BatchPolicy.tokenBudget(budget),
                BatchPolicy.equalLengths(budget),
                BatchPolicy.similarLengths(budget));
    }
}
