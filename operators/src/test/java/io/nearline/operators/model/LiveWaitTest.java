package io.nearline.operators.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class LiveWaitTest {

    private static final long NOW = 1_700_000_000_000L;

    private final LiveWait liveWait = new LiveWait(Duration.ofMillis(250));

    @Test
    void isOffUntilARecordComesLate() {
        assertThat(liveWait.isOn(NOW)).isFalse();
        liveWait.passed(NOW - 250, NOW);
        assertThat(liveWait.isOn(NOW)).isFalse();
        liveWait.passed(NOW - 251, NOW);
        assertThat(liveWait.isOn(NOW)).isTrue();
    }

    @Test
    void isOffAgainOnceNoRecordHasComeLateForAsLong() {
        liveWait.passed(NOW - 1000, NOW);

        assertThat(liveWait.isOn(NOW + 250)).isTrue();
        assertThat(liveWait.isOn(NOW + 251)).isFalse();
    }

    @Test
    void doesNotForgetALateRecordForOneInTime() {
        liveWait.passed(NOW - 1000, NOW);
        liveWait.passed(NOW + 10, NOW + 10);

        assertThat(liveWait.isOn(NOW + 20)).isTrue();
    }

    @Test
    void isSharedByTheCopiesThatAJobShips() throws Exception {
        LiveWait shipped = InstantiationUtil.clone(liveWait);

        shipped.passed(NOW - 1000, NOW);

        assertThat(liveWait.isOn(NOW)).isTrue();
    }

    @Test
    void isNotSharedByJobs() {
        liveWait.passed(NOW - 1000, NOW);

        assertThat(new LiveWait(Duration.ofMillis(250)).isOn(NOW)).isFalse();
    }
}
