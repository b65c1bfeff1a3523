package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testkit.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VectorSampleTest {

    @Test
    void theSamePostsAreHeldWhateverTheOrder() {
        List<String> ids =
                new ArrayList<>(IntStream.range(0, 1_000).mapToObj(id -> "p" + id).toList());
        VectorSample inOrder = sampleOf(ids);
        Collections.shuffle(ids, new Random(7));
        VectorSample shuffled = sampleOf(ids);

        assertThat(VectorSample.pairs(inOrder, shuffled).size()).isEqualTo(50);
    }

    @Test
    void aPostThatWasTurnedAwayDoesNotComeBack() {
        List<String> ids = IntStream.range(0, 100).mapToObj(id -> "p" + id).toList();
        VectorSample sample = sampleOf(ids);
        List<String> turnedAway = ids.stream().filter(id -> !sample.wants(id)).toList();

        ids.stream().filter(sample::wants).forEach(sample::drop);

        assertThat(turnedAway).hasSize(50);
        assertThat(turnedAway).noneMatch(sample::wants);
    }

    @Test
    void aSampleOfNothingWantsNothing() {
        assertThat(new VectorSample(0).wants("a")).isFalse();
    }

    private static VectorSample sampleOf(List<String> ids) {
        VectorSample sample = new VectorSample(50);
        for (String id : ids) {
            if (sample.wants(id)) {
                sample.keep(id, 1, Updates.vectorOf(id));
            }
        }
        return sample;
    }
}
