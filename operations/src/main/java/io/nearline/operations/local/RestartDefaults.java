package io.nearline.operations.local;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;

/** How a job in this JVM is restarted after a failure, unless its owner says otherwise. */
public final class RestartDefaults {

    private static final int WITHOUT_A_QUIET_HOUR = 10;

    private RestartDefaults() {}

    /** After 1 s, then after longer and longer; given up where no hour passes without a failure. */
    public static void applyTo(Configuration all) {
        if (all.contains(RestartStrategyOptions.RESTART_STRATEGY)) {
            return;
        }
        all.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        all.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofSeconds(1));
        all.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS,
                WITHOUT_A_QUIET_HOUR);
    }
}
