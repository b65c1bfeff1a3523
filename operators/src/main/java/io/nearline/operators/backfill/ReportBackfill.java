package io.nearline.operators.backfill;

import io.nearline.operators.record.EncodedRecord;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up all tallies and reports every few seconds, and once more when there is nothing left to
 * count. Must run as one subtask.
 *
 * <p>An operator, not a function: only an operator learns of the end of its input, which an empty
 * range reaches without a single tally.
 */
public final class ReportBackfill extends AbstractStreamOperator<EncodedRecord>
        implements OneInputStreamOperator<Tally, EncodedRecord>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final BackfillIdentity identity;
    private final long intervalMillis;
    private transient ListState<BackfillProgress> reached;
    private transient ProgressMeter meter;
    private transient ReportWriter reports;

    /**
     * @param identity what the reports say of the backfill
     * @param interval time between two reports
     */
    public ReportBackfill(BackfillIdentity identity, Duration interval) {
        this.identity = identity;
        this.intervalMillis = interval.toMillis();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        reached =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "backfill-progress", BackfillProgress.class));
        BackfillProgress resumed = BackfillProgress.startedAt(now());
        for (BackfillProgress restored : reached.get()) {
            resumed = restored;
        }
        meter = new ProgressMeter(resumed, now());
        String jobId = getRuntimeContext().getJobInfo().getJobId().toHexString();
        reports = new ReportWriter(identity, jobId, resumed);
    }

    @Override
    public void open() throws Exception {
        super.open();
        var unused =
                getProcessingTimeService()
                        .scheduleWithFixedDelay(now -> report(), 0, intervalMillis);
    }

    private void report() {
        emit(reports.running(meter.reached(now()), meter.pace(), Instant.ofEpochMilli(now())));
    }

    @Override
    public void processElement(StreamRecord<Tally> tally) {
        meter.add(tally.getValue());
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        if (watermark.getTimestamp() >= KeepNewest.SURVEYED) {
            meter.surveyed();
        }
        super.processWatermark(watermark);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        reached.clear();
        reached.add(meter.reached(now()));
    }

    @Override
    public void endInput() {
        emit(reports.finished(meter.reached(now()), Instant.ofEpochMilli(now())));
    }

    private void emit(EncodedRecord report) {
        output.collect(new StreamRecord<>(report));
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }
}
