package io.nearline.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

    @Test
    void brokersWithTheirOwnDefaultFailNobodyButSayWhatExactlyOnceNeeds() {
        Finding finding = ClusterCheck.transactions(Duration.ofMinutes(15));

        assertThat(finding.state()).isEqualTo(Finding.State.SKIPPED);
        assertThat(finding.detail()).isEqualTo("may last 900 s; exactly-once asks for 86400 s");
        assertThat(finding.remedy())
                .contains("transaction.max.timeout.ms of the brokers to 86400000")
                .contains("nearline.kafka.transaction-timeout");
    }

    @Test
    void brokersThatAllowADayAreWell() {
        assertThat(ClusterCheck.transactions(Duration.ofDays(1)).state())
                .isEqualTo(Finding.State.OK);
    }
}
