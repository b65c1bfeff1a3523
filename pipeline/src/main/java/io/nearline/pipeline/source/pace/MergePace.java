package io.nearline.pipeline.source.pace;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.model.LiveWait;
import java.time.Clock;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.metrics.Gauge;

/**
 * The pace of the merge lane: a rate that the readers of a job share evenly, and live records
 * first.
 */
public final class MergePace implements ReaderPace {

    private static final long serialVersionUID = 1L;

    private final double perSecond;
    private final LiveWait liveWait;

    /**
     * @param perSecond records a second, all readers together
     * @param liveWait whether live records wait, as the gates of the job see it
     */
    public MergePace(double perSecond, LiveWait liveWait) {
        this.perSecond = perSecond;
        this.liveWait = liveWait;
    }

    @Override
    public <S extends SourceSplit> Pace<S> paceOf(SourceReaderContext reader) {
        LiveFirst<S> pace =
                new LiveFirst<>(
                        perSecond / reader.currentParallelism(),
                        liveWait,
                        Clock.systemUTC(),
                        new SystemDelay());
        reader.metricGroup()
                .addGroup(MetricNames.GROUP)
                .gauge(
                        MetricNames.MERGE_HELD_BACK,
                        (Gauge<Integer>) () -> pace.isHeldBack() ? 1 : 0);
        return pace;
    }
}
