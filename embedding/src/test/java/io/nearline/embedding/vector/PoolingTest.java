package io.nearline.embedding.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolingTest {

    /** Two texts of up to three tokens in two dimensions; the second has one token of padding. */
    private static final float[] OUTPUT = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 1000, 1000};

    @Test
    void averagesTokensOfTheText() {
        assertThat(Pooling.MEAN.pool(OUTPUT, 0, 3, 2)).containsExactly(3, 4);
    }

    @Test
    void leavesPaddingOutOfTheAverage() {
        assertThat(Pooling.MEAN.pool(OUTPUT, 6, 2, 2)).containsExactly(20, 30);
    }

    @Test
    void takesFirstTokenForCls() {
        assertThat(Pooling.CLS.pool(OUTPUT, 6, 2, 2)).containsExactly(10, 20);
    }

    @Test
    void takesPooledOutputAsItIs() {
        float[] pooled = {1, 2, 3, 4};

        assertThat(Pooling.NONE.pool(pooled, 2, 7, 2)).containsExactly(3, 4);
    }
}
