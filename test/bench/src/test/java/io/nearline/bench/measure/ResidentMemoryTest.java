package io.nearline.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
    @Test
    void readsKilobytesAsBytes() {
        assertThat(ResidentMemory.parse(List.of("VmPeak:\t 9 kB", "VmRSS:\t   2 kB")))
                .isEqualTo(2048);
    }

    @Test
    void saysThatTheSystemDoesNotTell() {
        assertThat(ResidentMemory.parse(List.of("Name:\tjava"))).isEqualTo(-1);
    }
}
