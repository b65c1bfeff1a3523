package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.training.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AheadTest {

    @BeforeAll
    static void load() {
        Scope.open(1).close();
    }

    @Test
    void valuesComeInTheirOrder() {
        AtomicInteger count = new AtomicInteger();
        try (Ahead<Integer> ahead = new Ahead<>(count::incrementAndGet)) {
            List<Integer> taken = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                taken.add(ahead.take());
                ahead.begin();
                ahead.begin();
            }
            assertThat(taken).containsExactly(1, 2, 3, 4, 5);
        }
        assertThat(count).as("one is begun and not taken").hasValue(6);
    }

    @Test
    void theNextValueIsComputedBeforeItIsTaken() throws Exception {
        CountDownLatch computed = new CountDownLatch(1);
        try (Ahead<String> ahead =
                new Ahead<>(
                        () -> {
                            computed.countDown();
                            return Thread.currentThread().getName();
                        })) {
            ahead.begin();
            computed.await();
            assertThat(ahead.take()).isEqualTo("next-step");
        }
    }

    @Test
    void aFailureIsThrownWhereTheValueIsTaken() {
        TrainingFailedException failure = new TrainingFailedException("no such text");
        try (Ahead<String> ahead =
                new Ahead<>(
                        () -> {
                            throw failure;
                        })) {
            ahead.begin();
            assertThatThrownBy(ahead::take).isSameAs(failure);
        }
    }

    @Test
    void closingWaitsForWhatHasBegun() {
        AtomicInteger done = new AtomicInteger();
        Ahead<Integer> ahead = new Ahead<>(done::incrementAndGet);
        ahead.begin();
        ahead.close();
        assertThat(done).hasValue(1);
        assertThat(ahead.take()).isEqualTo(1);
        assertThatThrownBy(ahead::begin)
                .as("nothing begins any more")
                .isInstanceOf(RejectedExecutionException.class);
    }
}
