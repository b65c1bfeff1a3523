package io.nearline.embedding.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.NamedVector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowLayoutTest {

    private final float[] row = {1, 2, 3, 4, 5, 6};

    @Test
    void aRowOfOneVectorIsThatVector() {
        RowLayout layout = RowLayout.of(6, Map.of());

        assertThat(layout).isSameAs(RowLayout.ONE_VECTOR);
        assertThat(layout.main(row)).isSameAs(row);
        assertThat(layout.further(row)).isEmpty();
    }

    @Test
    void takesARowApart() {
        Map<String, Integer> further = new LinkedHashMap<>();
        further.put("story", 3);
        further.put("short", 1);
        RowLayout layout = RowLayout.of(2, further);

        assertThat(layout.main(row)).containsExactly(1, 2);
        assertThat(layout.further(row))
                .extracting(NamedVector::name)
                .containsExactly("story", "short");
        assertThat(layout.further(row).get(0).vector()).containsExactly(3, 4, 5);
        assertThat(layout.further(row).get(1).vector()).containsExactly(6);
    }
}
