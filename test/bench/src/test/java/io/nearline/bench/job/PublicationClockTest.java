package io.nearline.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PublicationClockTest {

    @Test
    void startsAtTheEndOfTheBurstThatEndsTheWarmUp() {
        List<Long> warmUp = List.of(10L, 100L);
        List<Long> bursts =
                LongStream.of(100, 200, 300, 400, 500, 600)
                        .flatMap(end -> LongStream.rangeClosed(end + 1, end + 3))
                        .boxed()
                        .toList();

        assertThat(PublicationClock.start(warmUp, bursts)).isEqualTo(103);
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
