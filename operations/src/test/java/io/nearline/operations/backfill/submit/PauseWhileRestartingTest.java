package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.operations.local.LocalFlink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A savepoint of a real job that fails, and is restarted, while the savepoint is taken. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PauseWhileRestartingTest {

    private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();
    private static final AtomicBoolean SAVEPOINT_BEGUN = new AtomicBoolean();
    private static final AtomicLong RECORDS = new AtomicLong();

    @TempDir private Path savepoints;

    @Test
    void isTakenOnceTheJobRunsAgain() {
        FAILURES_LEFT.set(2);
        Configuration settings = new Configuration();
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(2));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        // The savepoint's barrier is soon through.
        settings.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("4kb"));
        List<String> notices = new ArrayList<>();
        try (LocalFlink own = LocalFlink.start(settings);
                SessionCluster cluster = SessionCluster.at(own.rest())) {
            String job = start(cluster, settings);
            await().atMost(Duration.ofMinutes(1)).until(() -> RECORDS.get() > 0);

            String savepoint =
                    new PatientSavepoint(Clock.systemUTC(), notices::add)
                            .ask(
                                    () -> cluster.pause(job, savepoints.toUri().toString()),
                                    () -> cluster.isAlive(job));

            assertThat(savepoint).startsWith("file:");
            assertThat(FAILURES_LEFT).hasValue(0);
            assertThat(notices).isNotEmpty().allMatch(notice -> notice.contains("waits until"));
            // Flink's REST endpoint shows what it has known for up to three seconds.
            await().atMost(Duration.ofMinutes(1)).until(() -> !cluster.isAlive(job));
        }
    }

    private static String start(SessionCluster cluster, Configuration settings) {
        StreamExecutionEnvironment environment = cluster.environment(settings, List.of());
        environment.setParallelism(1);
        environment
                .fromSequence(0, Long.MAX_VALUE)
                .map(new SeeSavepoint())
                .rebalance()
                .map(new FailWhileItIsTaken())
                .sinkTo(new DiscardingSink<>());
        return cluster.start(environment, "restarting");
    }

    /** Sees the savepoint before the records that are under way to the next task have arrived. */
    private static final class SeeSavepoint
            implements MapFunction<Long, Long>, CheckpointedFunction {

        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) {
            return value;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            SAVEPOINT_BEGUN.set(false);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            SAVEPOINT_BEGUN.set(true);
        }
    }

    /** Is slow as long as it fails, so that there are records before the savepoint's barrier. */
    private static final class FailWhileItIsTaken implements MapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;
        private static final long SLOWLY = TimeUnit.MICROSECONDS.toNanos(100);

        @Override
        public Long map(Long value) {
            RECORDS.incrementAndGet();
            if (FAILURES_LEFT.get() > 0) {
                LockSupport.parkNanos(SLOWLY);
            }
            if (SAVEPOINT_BEGUN.get()
                    && FAILURES_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("fails while a savepoint is taken");
            }
            return value;
        }
    }
}
