package io.nearline.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.pipeline.config.InvalidConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransactionLimitTest {

    @Test
    void refusesATimeoutThatTheBrokersDoNotAllowAndSaysWhatToSet() {
        assertThatThrownBy(
                        () -> TransactionLimit.check(Duration.ofHours(24), Duration.ofMinutes(15)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("nearline.kafka.transaction-timeout is 86400 s")
                .hasMessageContaining("transaction.max.timeout.ms there to 86400000");
    }

    @Test
    void passesATimeoutThatTheyAllow() {
        assertThatCode(() -> TransactionLimit.check(Duration.ofMinutes(15), Duration.ofMinutes(15)))
                .doesNotThrowAnyException();
    }
}
