package io.nearline.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FullLoadTest {

    @Test
    void countsNeitherFillingNorEmptying() {
        FullLoad load = FullLoad.ofPosts(100, 1);
        List<Long> slowFastSlow =
                LongStream.range(0, load.vectors() + load.awaitedAround())
                        .map(i -> i < 256 ? 1_000 * i : 256_000 + (i - 256))
                        .boxed()
                        .toList();

        assertThat(load.start(slowFastSlow)).isEqualTo(256_000);
        assertThat(load.end(slowFastSlow)).isEqualTo(256_100);
    }

    @Test
    void everyModelAnswersEveryPost() {
        FullLoad load = FullLoad.ofPosts(100, 3);
        List<Long> made =
                LongStream.range(0, load.vectors() + load.awaitedAround()).boxed().toList();

        assertThat(load.end(made) - load.start(made)).isEqualTo(300);
    }

    @Test
    void keepsPostsWaitingBehindWhatItAwaits() {
        FullLoad load = FullLoad.ofPosts(100, 1);

        assertThat(load.postsBefore() + load.postsBehind()).isGreaterThan(load.awaitedAround());
    }
}
