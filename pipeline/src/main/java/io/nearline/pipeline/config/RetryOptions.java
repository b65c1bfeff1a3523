package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** How often and how fast the job tries a post again. */
public final class RetryOptions {

    /** Attempts. */
    public static final ConfigOption<Integer> ATTEMPTS =
            key("nearline.retry.attempts")
                    .intType()
                    .defaultValue(6)
                    .withDescription(
                            """
                            How often the job tries a post by itself that fails \
                            for a passing reason, the first time included. With \
                            the default delay 6 attempts span about six minutes. \
                            Then its dead letter waits for a person. 0: never \
                            again by itself.\
                            """);

    /** Delay before the second attempt. */
    public static final ConfigOption<Duration> DELAY =
            key("nearline.retry.delay")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            """
                            From a failure to the second attempt. Each later \
                            delay is four times as long, one hour at most. Under \
                            exactly-once the time to the next checkpoint comes \
                            on top.\
                            """);

    /** Rate of the retry lane. */
    public static final ConfigOption<Integer> RATE =
            key("nearline.retry.rate")
                    .intType()
                    .defaultValue(10)
                    .withDescription(
                            """
                            Most posts that the job tries again a second, so \
                            that an outage does not end in a storm. What would \
                            have to wait ten minutes longer than its delay stays \
                            a dead letter.\
                            """);

    private RetryOptions() {}
}
