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
    void sharesAddUpToAllThatWaits(
            @ForAll @IntRange(min = 1, max = 500) int waiting,
            @ForAll @IntRange(min = 1, max = 64) int workers) {
        int share = BatchPolicy.tokenBudget(512).share(waiting, workers);

        assertThat(share).isBetween(1, waiting);
        assertThat(share * workers).isGreaterThanOrEqualTo(waiting);
    }

    private static List<BatchPolicy> batching(int budget) {
        return List.of(BatchPolicy.tokenBudget(budget), BatchPolicy.equalLengths(budget));
    }
}
