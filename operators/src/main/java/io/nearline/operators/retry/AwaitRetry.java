package io.nearline.operators.retry;

import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.RawRecord;
import java.util.OptionalLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Holds records that failed until they are tried again. Keyed by {@link FailedRecord#identity}. A
 * record that failed for two models comes back once, for both. What waits is state, so a restart
 * neither loses nor doubles it; what was due while the job was down is given new places, so that it
 * does not come all at once.
 */
public final class AwaitRetry extends KeyedProcessFunction<String, FailedRecord, RawRecord> {

    /** The state: declared here and nowhere else. Never rename. */
    static final ValueStateDescriptor<AwaitedRetry> AWAITED =
            new ValueStateDescriptor<>("awaited-retry", AwaitedRetry.class);

    private static final long serialVersionUID = 1L;

    private final RetryPolicy policy;
    private transient ValueState<AwaitedRetry> awaited;
    private transient RetrySchedule schedule;
    private transient RetryCounters counters;

    /** What was due earlier was due before this run of the job. */
    private transient long openedAt;

    /**
     * @param policy how long a record waits
     */
    public AwaitRetry(RetryPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void open(OpenContext context) {
        awaited = getRuntimeContext().getState(AWAITED);
        int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        schedule = new RetrySchedule((double) policy.perSecond() / subtasks);
        counters =
                new RetryCounters(
                        PipelineMetrics.of(getRuntimeContext()),
                        RetryRefusal.EXPIRED,
                        RetryRefusal.FULL,
                        RetryRefusal.REPEATED);
        openedAt = Long.MIN_VALUE;
    }

    @Override
    public void processElement(FailedRecord failed, Context context, Collector<RawRecord> out)
            throws Exception {
        AwaitedRetry before = awaited.value();
        if (before != null && before.failed().isForAllThat(failed)) {
            counters.refused(RetryRefusal.REPEATED);
            return;
        }
        if (before != null && before.failed().attempt() >= failed.attempt()) {
            awaited.update(new AwaitedRetry(before.failed().joinedBy(failed), before.dueAt()));
            return;
        }
        TimerService timers = context.timerService();
        long now = now(timers);
        long earliest = now + policy.delayAfter(failed.attempt()).toMillis();
        OptionalLong due = schedule.reserve(now, earliest);
        if (due.isPresent()) {
            await(
                    before == null ? failed : failed.joinedBy(before.failed()),
                    due.getAsLong(),
                    timers);
        } else {
            counters.refused(RetryRefusal.FULL);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RawRecord> out)
            throws Exception {
        AwaitedRetry waiting = awaited.value();
        if (waiting == null || waiting.dueAt() != timestamp) {
            return;
        }
        TimerService timers = context.timerService();
        long now = now(timers);
        if (timestamp < openedAt) {
            OptionalLong due = schedule.reserve(now, now);
            if (due.isPresent() && due.getAsLong() > now) {
                await(waiting.failed(), due.getAsLong(), timers);
                return;
            }
            if (due.isEmpty()) {
                awaited.clear();
                counters.refused(RetryRefusal.FULL);
                return;
            }
        }
        awaited.clear();
        if (waiting.failed().failedAt() + policy.memory().toMillis() <= now) {
            counters.refused(RetryRefusal.EXPIRED);
        } else {
            out.collect(waiting.failed().record());
        }
    }

    private void await(FailedRecord failed, long due, TimerService timers) throws Exception {
        awaited.update(new AwaitedRetry(failed, due));
        timers.registerProcessingTimeTimer(due);
    }

    /** The clock of timers cannot be asked before the first element or timer. */
    private long now(TimerService timers) {
        long now = timers.currentProcessingTime();
        if (openedAt == Long.MIN_VALUE) {
            openedAt = now;
        }
        return now;
    }
}
