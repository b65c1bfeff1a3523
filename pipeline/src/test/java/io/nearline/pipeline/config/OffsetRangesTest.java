package io.nearline.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.pipeline.config.OffsetRanges.Range;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {

    @Test
    void readsWhatItWrites() {
        OffsetRanges ranges = OffsetRanges.of(Map.of(1, new Range(0, 20), 0, new Range(10, 500)));

        assertThat(ranges).hasToString("0:10-500,1:0-20");
        assertThat(OffsetRanges.parse("0:10-500, 1:0-20")).isEqualTo(ranges);
    }

    @Test
    void holdsStartButNotEnd() {
        assertThat(OffsetRanges.parse("0:10-500,1:7-7").size()).isEqualTo(490);
    }

    @Test
    void refusesWhatIsNoRangeAndSaysWhich() {
        assertThatThrownBy(() -> OffsetRanges.parse("0:10-500,1:x-3"))
                .hasMessageStartingWith("'1:x-3' is not partition:start-end");
        assertThatThrownBy(() -> OffsetRanges.parse("0:10-5")).hasMessageContaining("backwards");
        assertThatThrownBy(() -> OffsetRanges.parse("0:1-5,0:5-9"))
                .hasMessage("partition 0 is named twice");
    }
}
