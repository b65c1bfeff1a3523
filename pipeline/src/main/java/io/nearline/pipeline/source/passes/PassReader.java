package io.nearline.pipeline.source.passes;

import io.nearline.operators.backfill.KeepNewest;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.core.io.InputStatus;

/**
 * Waits for its turn before each record, without blocking its task. The reader of the second pass
 * begins by saying that it has nothing more to survey.
 */
@SuppressWarnings("try") // close() may throw anything: Flink's own signature
final class PassReader<S extends SourceSplit> extends RateLimitedSourceReader<RawRecord, S> {

    private final SharedPace pace;
    private boolean announces;

    PassReader(SourceReader<RawRecord, S> reader, Origin pass, SharedPace pace) {
        super(reader, limiter(pace));
        this.pace = pace;
        this.announces = pass == Origin.BACKFILL;
    }

    private static <S extends SourceSplit> RateLimiter<S> limiter(SharedPace pace) {
        return records -> pace.take();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) throws Exception {
        if (announces) {
            output.emitWatermark(new Watermark(KeepNewest.SURVEYED));
            announces = false;
        }
        return super.pollNext(output);
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            pace.release();
        }
    }
}
