package io.nearline.embedding.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.tokenize.TokenIds;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {

    @Test
    void fillsShorterTextsUpAndMasksTheFilling() {
        TokenBatch batch = new TokenBatch(List.of(ids(5, 6), ids(7, 8, 9)), 1);

        assertThat(batch.rows()).isEqualTo(2);
        assertThat(batch.width()).isEqualTo(3);
        assertThat(batch.ids()).containsExactly(5, 6, 1, 7, 8, 9);
        assertThat(batch.mask()).containsExactly(1, 1, 0, 1, 1, 1);
        assertThat(batch.tokens(0)).isEqualTo(2);
    }

    @Test
    void singleTextIsNeverPadded() {
        TokenBatch batch = new TokenBatch(List.of(ids(5, 6)), 1);

        assertThat(batch.ids()).containsExactly(5, 6);
        assertThat(batch.mask()).containsExactly(1, 1);
    }

    private static TokenIds ids(long... ids) {
        return new TokenIds(ids, false);
    }
}
