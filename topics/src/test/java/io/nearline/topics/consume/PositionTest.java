package io.nearline.topics.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PositionTest {

    private static final Position POSITION =
            new Position(
                    "id",
                    new TreeMap<>(Map.of(0, 12L, 11, 0L)),
                    true,
                    Instant.parse("2026-01-01T00:00:00.123Z"),
                    Optional.of(new ModelIdentity("a", "d")),
                    new TreeSet<>(List.of("old", "older, still")),
                    3);

    @Test
    void aMapHoldsAllOfIt() {
        assertThat(Position.of(POSITION.toMap())).isEqualTo(POSITION);
        assertThat(Position.of(Position.NONE.toMap())).isEqualTo(Position.NONE);
    }

    @Test
    void otherEntriesOfAMapArePassedOver() {
        Map<String, String> map = new HashMap<>(POSITION.toMap());
        map.put("mine", "too");

        assertThat(Position.of(map)).isEqualTo(POSITION);
    }

    @Test
    void aMapWithoutAPositionIsNone() {
        assertThat(Position.of(Map.of("mine", "too")).isNone()).isTrue();
    }

    @Test
    void aNewerFormatAsksForAnUpgrade() {
        Map<String, String> map = new HashMap<>(POSITION.toMap());
        map.put("nearline.format", "2");

        assertThatThrownBy(() -> Position.of(map))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("upgrade");
    }

    @Test
    void aDamagedMapAsksForARebuild() {
        for (String entry : POSITION.toMap().keySet()) {
            Map<String, String> map = new HashMap<>(POSITION.toMap());
            map.put(entry, "@:x");

            if (entry.endsWith("format")
                    || entry.endsWith("topic-id")
                    || entry.endsWith("complete")
                    || entry.endsWith("digest")
                    || entry.endsWith("retired")) {
                continue;
            }
            assertThatThrownBy(() -> Position.of(map))
                    .as(entry)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rebuild");
        }
    }
}
