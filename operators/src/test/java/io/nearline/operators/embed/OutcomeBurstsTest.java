package io.nearline.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutcomeBurstsTest {

    private final List<Integer> delivered = new ArrayList<>();

    private void begin(OutcomeBursts bursts, int posts) {
        IntStream.range(0, posts).forEach(post -> bursts.begin());
    }

    private void finish(OutcomeBursts bursts, int post) {
        bursts.finish(() -> delivered.add(post));
    }

    @Test
    void holdsOutcomesBackWhileTheModelHasMoreThanHalf() {
        OutcomeBursts bursts = OutcomeBursts.ofCapacity(8);
        begin(bursts, 8);

        IntStream.rangeClosed(1, 3).forEach(post -> finish(bursts, post));
        assertThat(delivered).isEmpty();

        finish(bursts, 4);
        assertThat(delivered).containsExactly(1, 2, 3, 4);
    }

    @Test
    void deliversAtOnceBelowHalf() {
        OutcomeBursts bursts = OutcomeBursts.ofCapacity(8);
        begin(bursts, 5);

        finish(bursts, 1);
        assertThat(delivered).containsExactly(1);

        finish(bursts, 2);
        assertThat(delivered).containsExactly(1, 2);
    }

    @Test
    void noBurstIsLongerThanTheModelCanSpare() {
        OutcomeBursts bursts = OutcomeBursts.ofCapacity(256);
        begin(bursts, 256);

        IntStream.rangeClosed(1, 63).forEach(post -> finish(bursts, post));
        assertThat(delivered).isEmpty();

        finish(bursts, 64);
        assertThat(delivered).hasSize(64);
    }

    @Test
    void roomForOneHoldsNothingBack() {
        OutcomeBursts bursts = OutcomeBursts.ofCapacity(1);
        begin(bursts, 1);

        finish(bursts, 1);

        assertThat(delivered).containsExactly(1);
    }

    @Property
    void nothingIsHeldOnceAllHaveFinished(
            @ForAll @IntRange(min = 1, max = 100) int capacity,
            @ForAll @IntRange(min = 1, max = 100) int posts) {
        delivered.clear();
        OutcomeBursts bursts = OutcomeBursts.ofCapacity(capacity);
        int setOut = Math.min(capacity, posts);
        begin(bursts, setOut);

        IntStream.range(0, setOut).forEach(post -> finish(bursts, post));

        assertThat(delivered).hasSize(setOut).doesNotHaveDuplicates();
    }
}
