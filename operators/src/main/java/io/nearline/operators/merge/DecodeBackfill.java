package io.nearline.operators.merge;

import io.nearline.operators.admit.Arrival;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.VectorEncoding;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the records of backfills into arrivals at the first gate, except those of which the gates
 * cannot know whether a later change was missed, and those that are worse than the job's own.
 */
public final class DecodeBackfill extends ProcessFunction<RawRecord, Arrival>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(DecodeBackfill.class);

    private static final ListStateDescriptor<MergeHorizon> HORIZON =
            new ListStateDescriptor<>("merge-horizon", MergeHorizon.class);

    private final PostsInReach posts;

    /**
     * By its name: a job manager that read the generated type would keep all classes of the jar.
     */
    private final String encoding;

    private final ArrayList<String> outputs;
    private transient ListState<MergeHorizon> kept;
    private transient MergeHorizon horizon;
    private transient BackfillDecoder decoder;
    private transient DeadLetters deadLetters;
    private transient Counter beforeStart;
    private transient Counter lossy;
    private transient Clock clock;

    /**
     * @param posts what the job can know of the past
     * @param encoding how the job publishes its own vectors
     * @param outputs names of the further vectors that the job carries
     */
    public DecodeBackfill(PostsInReach posts, VectorEncoding encoding, List<String> outputs) {
        this.posts = posts;
        this.encoding = encoding.name();
        this.outputs = new ArrayList<>(outputs);
    }

    /** Of a job that carries no further vectors. */
    public DecodeBackfill(PostsInReach posts, VectorEncoding encoding) {
        this(posts, encoding, List.of());
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        clock = Clock.systemUTC();
        kept = context.getOperatorStateStore().getUnionListState(HORIZON);
        if (context.isRestored()) {
            List<MergeHorizon> all = new ArrayList<>();
            kept.get().forEach(all::add);
            horizon = MergeHorizon.ofRestore(all, posts, clock.millis());
        } else {
            horizon = MergeHorizon.ofStart(posts, clock.millis());
        }
        if (horizon.since() != PostsInReach.ALWAYS) {
            LOG.warn(
                    """
                    The gates know every change since {}. Vectors of backfills \
                    that read the posts before that are not merged \
                    (merge_skipped, reason {}): submit such a backfill again.\
                    """,
                    Instant.ofEpochMilli(horizon.since()),
                    SkipReason.BEFORE_START.label());
        }
    }

    @Override
    public void open(OpenContext context) {
        decoder = new BackfillDecoder(VectorEncoding.valueOf(encoding), outputs);
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics, Stage.DECODE);
        beforeStart = metrics.mergeSkipped(SkipReason.BEFORE_START);
        lossy = metrics.mergeSkipped(SkipReason.LOSSY);
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Arrival> out) {
        Arrival arrival;
        try {
            arrival = decoder.decode(record);
        } catch (LossyVectorException worseThanOurs) {
            lossy.inc();
            return;
        } catch (RuntimeException undecodable) {
            context.output(DeadLetters.TAG, deadLetters.write(Stage.DECODE, record, undecodable));
            return;
        }
        if (horizon.covers(Objects.requireNonNull(arrival.post().version().backfill()))) {
            out.collect(arrival);
        } else {
            beforeStart.inc();
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        kept.update(List.of(horizon.at(clock.millis())));
    }
}
