package io.nearline.retrieval.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectedTest {

    private final VectorSet set = new VectorSet(2, Tier.FLOAT32, Path.of("."), 8);

    @Test
    void takesNoPostForAnotherWhoseValueHasTheSameHash() throws Exception {
        List<String> twins = valuesOfOneHash();
        set.put(Facts.of("first", 1, null, Map.of("name", twins.get(0)), 0), new float[] {1, 0});
        set.put(Facts.of("second", 1, null, Map.of("name", twins.get(1)), 0), new float[] {1, 0});

        assertThat(found(Selection.ALL.withAttribute("name", twins.get(0))))
                .containsExactly("first");
    }

    @Test
    void looksAtAttributesBeyondThoseThatAPageHasColumnsFor() throws Exception {
        for (int i = 0; i < 2 * Columns.MOST; i++) {
            String name = "name-" + i;
            set.put(Facts.of("p" + i, 1, null, Map.of(name, "yes"), 0), new float[] {1, 0});
        }
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 2 * Columns.MOST; i++) {
            many.put("name-" + i, "yes");
        }
        set.put(Facts.of("all", 1, null, many, 0), new float[] {1, 0});

        for (int i = 0; i < 2 * Columns.MOST; i++) {
            assertThat(found(Selection.ALL.withAttribute("name-" + i, "yes")))
                    .containsExactlyInAnyOrder("p" + i, "all");
            assertThat(found(Selection.ALL.withAttribute("name-" + i, "no"))).isEmpty();
        }
    }

    @Test
    void excludesAPostThatHasMovedSinceTheMoment() throws Exception {
        set.put(Facts.of("post", 1), new float[] {1, 0});
        Moment before = set.moment();
        set.put(Facts.of("post", 2), new float[] {0, 1});

        Selected selected = Selected.of(before, Selection.ALL, Set.of("post"));

        assertThat(
                        new NearestScan(selected, new float[] {1, 0}, -2)
                                .nearest(10, Effort.PLANNED)
                                .neighbours())
                .isEmpty();
    }

    private List<String> found(Selection selection) {
        Selected selected = Selected.of(set.moment(), selection, Set.of());
        return new NearestScan(selected, new float[] {1, 0}, -2)
                .nearest(100, Effort.PLANNED).neighbours().stream()
                        .map(one -> one.entry().postId())
                        .toList();
    }

    /** Among 300,000 values two of one hash of 32 bits are as good as certain. */
    private static List<String> valuesOfOneHash() {
        Map<Integer, String> seen = new HashMap<>();
        for (int i = 0; i < 1_000_000; i++) {
            String other = seen.put(Columns.hash("value-" + i), "value-" + i);
            if (other != null) {
                return List.of(other, "value-" + i);
            }
        }
        throw new AssertionError("No two values have one hash");
    }
}
