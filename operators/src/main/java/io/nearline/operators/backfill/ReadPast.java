package io.nearline.operators.backfill;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts what comes from the source, reports its pace, and skips tombstones: they carry no
 * revision, so they cannot be ordered. Sits beside the source, in the same process.
 */
public final class ReadPast extends ProcessFunction<RawRecord, RawRecord> {

    private static final long serialVersionUID = 1L;

    /** Often enough for reports, rarely enough to cost nothing. */
    private static final long MILLIS_BETWEEN_READINGS = 1_000;

    private final PaceGauge gauge;
    private transient long lastReading;

    /** Reports the pace that the gauge shows. */
    public ReadPast(PaceGauge gauge) {
        this.gauge = gauge;
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<RawRecord> out) {
        if (record.origin() != Origin.SURVEY) {
            context.output(Tally.TAG, Tally.read());
            reportPace(context);
        }
        if (record.value() != null) {
            out.collect(record);
        } else if (record.origin() != Origin.SURVEY) {
            context.output(Tally.TAG, Tally.skipped(BackfillSkip.TOMBSTONE));
        }
    }

    private void reportPace(Context context) {
        long now = context.timerService().currentProcessingTime();
        if (now - lastReading >= MILLIS_BETWEEN_READINGS) {
            lastReading = now;
            gauge.read().ifPresent(pace -> context.output(Tally.TAG, Tally.pace(pace)));
        }
    }
}
