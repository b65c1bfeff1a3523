package io.nearline.embedding.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.tokenize.TokenIds;
import java.nio.LongBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {

    @Test
    void fillsShorterTextsUpAndMasksTheFilling() {
        TokenBatch batch = new TokenBatch(List.of(ids(5, 6), ids(7, 8, 9)), 1);

        assertThat(batch.rows()).isEqualTo(2);
        assertThat(batch.width()).isEqualTo(3);
        assertThat(ids(batch)).containsExactly(5, 6, 1, 7, 8, 9);
        assertThat(mask(batch)).containsExactly(1, 1, 0, 1, 1, 1);
        assertThat(batch.tokens(0)).isEqualTo(2);
    }

    @Test
    void singleTextIsNeverPadded() {
        TokenBatch batch = new TokenBatch(List.of(ids(5, 6)), 1);

        assertThat(ids(batch)).containsExactly(5, 6);
        assertThat(mask(batch)).containsExactly(1, 1);
    }

    private static long[] ids(TokenBatch batch) {
        long[] cells = new long[batch.rows() * batch.width()];
        batch.writeIds(LongBuffer.wrap(cells));
        return cells;
    }

    private static long[] mask(TokenBatch batch) {
        long[] cells = new long[batch.rows() * batch.width()];
        batch.writeMask(LongBuffer.wrap(cells));
        return cells;
    }

    private static TokenIds ids(long... ids) {
        return new TokenIds(ids, false);
    }
}
