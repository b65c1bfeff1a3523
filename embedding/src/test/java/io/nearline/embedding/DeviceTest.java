package io.nearline.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

    @ParameterizedTest
    @CsvSource({"cpu,cpu", "cuda,cuda:0", "cuda:0,cuda:0", "cuda:7,cuda:7", "' CUDA:1 ',cuda:1"})
    void readsWhatItWrites(String text, String written) {
        assertThat(Device.parse(text)).hasToString(written);
        assertThat(Device.parse(written)).isEqualTo(Device.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cpu:1", "cuda:1000"})
    void saysWhatItCouldRead(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("use cpu, cuda, or cuda:1");
    }

    @Test
    void onlyCudaIsAGpu() {
        assertThat(Device.PROCESSORS.isGpu()).isFalse();
        assertThat(Device.parse("cuda").isGpu()).isTrue();
    }
}
