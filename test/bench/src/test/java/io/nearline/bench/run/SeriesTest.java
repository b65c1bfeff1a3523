package io.nearline.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.bench.measure.Measurement;
import io.nearline.bench.worker.Role;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private final Series series = new Series();

    @Test
    void comparesWithinARoundOnAMachineWhoseSpeedChanges() {
        round(100, 90);
        round(10, 9);
        round(50, 45);

        assertThat(series.ratio(Role.PIPELINE, Role.ROOFLINE).min()).isEqualTo(0.9);
        assertThat(series.ratio(Role.PIPELINE, Role.ROOFLINE).max()).isEqualTo(0.9);
    }

    @Test
    void countsLessCpuTimeAsMore() {
        series.add(Role.ROOFLINE, new Measurement(100, 1, 2, 0, 0));
        series.add(Role.PIPELINE, new Measurement(100, 1, 1, 0, 0));

        assertThat(series.cpuRatio(Role.PIPELINE, Role.ROOFLINE).median()).isEqualTo(2);
    }

    private void round(int roofline, int pipeline) {
        series.add(Role.ROOFLINE, new Measurement(roofline, 1, 1, 0, 0));
        series.add(Role.PIPELINE, new Measurement(pipeline, 1, 1, 0, 0));
    }
}
