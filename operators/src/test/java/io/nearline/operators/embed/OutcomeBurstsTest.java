package io.nearline.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutcomeBurstsTest {

    private final List<Integer> delivered = new ArrayList<>();
    private final OutcomeBursts bursts = new OutcomeBursts();

    private void begin(int posts) {
        IntStream.range(0, posts).forEach(post -> bursts.begin());
    }

    private void finish(int first, int last) {
        IntStream.rangeClosed(first, last)
                .forEach(post -> bursts.finish(() -> delivered.add(post)));
    }

    @Test
    void holdsOutcomesBackForAThirdOfWhatIsInTheModel() {
        begin(16);

        finish(1, 3);
        assertThat(delivered).isEmpty();

        finish(4, 4);
        assertThat(delivered).containsExactly(1, 2, 3, 4);
    }

    @Test
    void deliversAtOnceWhileThreeOrFewerAreInTheModel() {
        begin(4);

        finish(1, 1);
        assertThat(delivered).containsExactly(1);

        finish(2, 2);
        assertThat(delivered).containsExactly(1, 2);
    }

    @Test
    void noBurstIsLongerThanSixtyFour() {
        begin(512);

        finish(1, 63);
        assertThat(delivered).isEmpty();

        finish(64, 64);
        assertThat(delivered).hasSize(64);
    }

    @Test
    void releasesWhatIsHeldWithAFailure() {
        begin(16);
        finish(1, 2);

        bursts.finishAll(() -> delivered.add(3));

        assertThat(delivered).containsExactly(1, 2, 3);
    }

    @Test
    void deliversTheRestOfABurstWhenOneDeliveryFails() {
        begin(16);
        finish(1, 1);
        bursts.finish(
                () -> {
                    throw new IllegalStateException("first");
                });
        finish(3, 3);

        assertThatThrownBy(() -> finish(4, 4)).hasMessage("first");

        assertThat(delivered).containsExactly(1, 3, 4);
    }

    @Property
    void nothingIsHeldOnceThreeOrFewerAreLeft(
            @ForAll @IntRange(min = 1, max = 1000) int finished,
            @ForAll @IntRange(min = 0, max = 3) int left) {
        OutcomeBursts any = new OutcomeBursts();
        List<Integer> gone = new ArrayList<>();
        IntStream.range(0, finished + left).forEach(post -> any.begin());

        IntStream.range(0, finished).forEach(post -> any.finish(() -> gone.add(post)));

        assertThat(gone).hasSize(finished).doesNotHaveDuplicates();
    }
}
