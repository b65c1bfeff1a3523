package io.nearline.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbeddableTextTest {

    @Test
    void derivesOncePerKey() {
        EmbeddableText text = EmbeddableText.passage("abc");
        AtomicInteger derivations = new AtomicInteger();

        for (int i = 0; i < 3; i++) {
            assertThat(text.derived("upper", Integer.class, it -> derivations.incrementAndGet()))
                    .isEqualTo(1);
        }
        assertThat(text.derived("other", Integer.class, it -> derivations.incrementAndGet()))
                .isEqualTo(2);
    }

    @Test
    void neverPrintsItsText() {
        assertThat(EmbeddableText.query("secret")).hasToString("QUERY of 6 chars");
    }
}
