package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.Device;
import io.nearline.embedding.batch.BatchPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {

    @Test
    void givesEachCpuAWorkerThatTakesOneText() {
        EngineOptions options = EngineOptions.forCpus(6);

        assertThat(options.workers()).isEqualTo(6);
        assertThat(options.batchPolicy()).isEqualTo(BatchPolicy.oneTextPerCall());
    }

    @Test
    void equalSettingsAreEqualOptions() {
        assertThat(EngineOptions.forCpus(2).withBatchPolicy(BatchPolicy.tokenBudget(512)))
                .isEqualTo(
                        new EngineOptions(
                                2,
                                BatchPolicy.tokenBudget(512),
                                EngineOptions.DEFAULT_MAX_WAITING,
                                0,
                                Device.PROCESSORS,
                                EngineOptions.DEFAULT_RUN_TIMEOUT));
    }

    @Test
    void refusesEngineThatCouldNeverWork() {
        assertThatThrownBy(() -> EngineOptions.forCpus(0)).hasMessageContaining("workers is 0");
        assertThatThrownBy(() -> EngineOptions.forCpus(1).withMaxWaiting(0))
                .hasMessageContaining("maxWaiting is 0");
        assertThatThrownBy(() -> EngineOptions.forCpus(1).withCacheBytes(-1))
                .hasMessageContaining("cacheBytes is -1");
        assertThatThrownBy(() -> EngineOptions.forCpus(1).withRunTimeout(Duration.ZERO))
                .hasMessageContaining("runTimeout is PT0S");
    }
}
