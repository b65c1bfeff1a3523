package io.nearline.operators.backfill;

import io.nearline.operators.decode.Post;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets the newest revision of each post through, once; counts the rest. Keyed by post id.
 *
 * <p>One source may begin the second pass while records of the first, from another, are still on
 * their way here. So each source announces its second pass with the watermark {@link #SURVEYED}.
 * What comes before all of them have done so waits in state; after a restart they announce again.
 */
public final class KeepNewest extends KeyedProcessFunction<String, Candidate, Post> {

    private static final long serialVersionUID = 1L;

    /** Watermark with which a source says that it has nothing more to survey. */
    public static final long SURVEYED = 0;

    private transient ValueState<NewestRevision> newest;
    private transient ListState<Candidate> early;

    @Override
    public void open(OpenContext context) {
        newest = getRuntimeContext().getState(KeepNewestState.newest());
        early = getRuntimeContext().getListState(KeepNewestState.early());
    }

    @Override
    public void processElement(Candidate candidate, Context context, Collector<Post> out)
            throws Exception {
        NewestRevision before = newest.value();
        NewestRevision known = NewestPolicy.see(before, candidate);
        if (!known.equals(before)) {
            newest.update(known);
            countPosts(before, known, context);
        }
        if (candidate.post() == null) {
            return;
        }
        if (context.timerService().currentWatermark() < SURVEYED) {
            early.add(candidate);
            context.timerService().registerEventTimeTimer(SURVEYED);
        } else {
            choose(known, candidate, context, out);
        }
    }

    @Override
    public void onTimer(long surveyed, OnTimerContext context, Collector<Post> out)
            throws Exception {
        for (Candidate candidate : early.get()) {
            choose(newest.value(), candidate, context, out);
        }
        early.clear();
    }

    private void choose(
            NewestRevision known, Candidate candidate, Context context, Collector<Post> out)
            throws Exception {
        var reason = NewestPolicy.reasonToSkip(known, candidate);
        if (reason.isPresent()) {
            context.output(Tally.TAG, Tally.skipped(reason.get()));
            return;
        }
        newest.update(known.asTaken());
        out.collect(candidate.post());
    }

    private static void countPosts(
            @Nullable NewestRevision before, NewestRevision known, Context context) {
        int change = NewestPolicy.change(before, known);
        if (change != 0) {
            context.output(Tally.TAG, Tally.surveyed(change));
        }
    }
}
