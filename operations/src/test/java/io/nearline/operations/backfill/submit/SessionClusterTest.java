package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.operations.backfill.submit.JobHealth.Condition;
import io.nearline.operations.local.LocalFlink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real Flink says of a job that fails. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SessionClusterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NOBODY = "0".repeat(32);

    private static Configuration restartingForEver() {
        Configuration settings = new Configuration();
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        return settings;
    }

    private static String startFailing(SessionCluster cluster, Configuration settings) {
        StreamExecutionEnvironment environment = cluster.environment(settings, List.of());
        environment.setParallelism(1);
        environment.fromSequence(0, 10).map(new Fail()).sinkTo(new DiscardingSink<>());
        return cluster.start(environment, "failing");
    }

    @Test
    void tellsThatAJobKeepsRestartingAndWhyWithoutPostText() {
        Configuration settings = restartingForEver();
        try (LocalFlink own = LocalFlink.start(settings);
                SessionCluster cluster = SessionCluster.at(own.rest())) {
            String job = startFailing(cluster, settings);

            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    cluster.health(job, Instant.now()).condition()
                                            == Condition.RESTARTING);
            await().atMost(PATIENCE)
                    .until(() -> cluster.health(job, Instant.now()).restarts() >= 3);
            JobHealth health = cluster.health(job, Instant.now());
            assertThat(health.cause()).isEqualTo("java.lang.IllegalStateException");
            assertThat(health.failedAt()).isBefore(Instant.now());

            cluster.cancel(job);
            // Flink's REST endpoint shows what it has known for up to three seconds.
            await().atMost(PATIENCE)
                    .until(() -> cluster.health(job, Instant.now()).condition() == Condition.ENDED);
            assertThat(cluster.health(NOBODY, Instant.now()).condition()).isEqualTo(Condition.GONE);
        }
    }

    @Test
    void saysThatAClusterDoesNotAnswer() {
        try (SessionCluster nowhere =
                SessionCluster.at(java.net.URI.create("http://127.0.0.1:1"))) {
            JobHealth health = nowhere.health(NOBODY, Instant.now());

            assertThat(health.condition()).isEqualTo(Condition.UNKNOWN);
            assertThat(health.cause()).contains("no Flink cluster answers there");
        }
    }

    private static final class Fail implements MapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            throw new IllegalStateException("my secret diary");
        }
    }
}
