package io.nearline.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.LongBuffer;
import org.junit.jupiter.api.Test;

class RunBuffersTest {

    private final RunBuffers buffers = new RunBuffers();

    @Test
    void smallerRunsUseTheMemoryOfTheLargest() {
        LongBuffer large = buffers.ids(256);

        assertThat(buffers.ids(3)).isSameAs(large);
        assertThat(buffers.ids(3).remaining()).isEqualTo(3);
        assertThat(buffers.ids(257)).isNotSameAs(large);
    }

    @Test
    void segmentsAreZeroWhateverIdsAndMasksWere() {
        for (int count : new int[] {4, 2, 9}) {
            buffers.ids(count).put(0, 7);
            buffers.mask(count).put(0, 1);

            LongBuffer zeros = buffers.zeros(count);
            assertThat(zeros.isDirect()).isTrue();
            while (zeros.hasRemaining()) {
                assertThat(zeros.get()).isZero();
            }
        }
    }

    @Test
    void readsTheOutputOfTheLastRun() {
        buffers.output(3).put(new float[] {1, 2, 3});
        assertThat(buffers.values()).startsWith(1, 2, 3);

        buffers.output(2).put(new float[] {8, 9});
        assertThat(buffers.values()).startsWith(8, 9);
    }
}
