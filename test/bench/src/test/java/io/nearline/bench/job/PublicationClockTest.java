package io.nearline.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PublicationClockTest {

    @Test
    void startsAtTheEndOfTheBurstThatEndsTheWarmUp() {
        List<Long> warmUp = List.of(10L, 100L);
        List<Long> measured = List.of(101L, 102L, 103L, 203L, 204L, 205L, 305L, 306L, 307L);
        List<Long> twice = new ArrayList<>(measured);
        twice.addAll(LongStream.rangeClosed(400, 410).boxed().toList());

        assertThat(PublicationClock.start(warmUp, twice)).isEqualTo(103);
    }

    @Test
    void startsAfterTheWarmUpWhereUpdatesComeOneByOne() {
        List<Long> measured = LongStream.rangeClosed(1, 40).map(i -> 100 + 5 * i).boxed().toList();

        assertThat(PublicationClock.start(List.of(90L, 100L), measured)).isEqualTo(100);
    }

    @Test
    void leavesOutWhatIsPublishedBeforeAllPartitionsAreWarm() {
        List<Long> measured =
                List.of(50L, 60L, 120L, 125L, 130L, 135L, 140L, 145L, 150L, 155L, 160L, 165L);

        assertThat(PublicationClock.start(List.of(10L, 100L), measured)).isEqualTo(100);
    }

    @Test
    void fewUpdatesCountFromTheWarmUp() {
        assertThat(PublicationClock.start(List.of(100L), List.of(101L, 102L))).isEqualTo(100);
    }
}
