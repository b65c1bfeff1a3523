package io.nearline.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FullLoadTest {

    @Test
    void countsNeitherFillingNorEmptying() {
        FullLoad load = new FullLoad(100, 1);
        List<Long> slowFastSlow =
                LongStream.range(0, load.awaited())
                        .map(i -> i < 256 ? 1_000 * i : 256_000 + (i - 256))
                        .boxed()
                        .toList();

        assertThat(load.start(slowFastSlow)).isEqualTo(256_000);
        assertThat(load.end(slowFastSlow)).isEqualTo(256_100);
        assertThat(load.measured()).isEqualTo(100);
    }

    @Test
    void everyModelAnswersEveryPost() {
        FullLoad load = new FullLoad(100, 3);
        List<Long> vectors = LongStream.range(0, load.awaited()).boxed().toList();

        assertThat(load.measured()).isEqualTo(300);
        assertThat(load.end(vectors) - load.start(vectors)).isEqualTo(300);
    }

    @Test
    void keepsPostsWaitingBehindWhatItAwaits() {
        FullLoad load = new FullLoad(100, 1);

        assertThat(load.published()).isGreaterThan(load.awaited());
    }
}
