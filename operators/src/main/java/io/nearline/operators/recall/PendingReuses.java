package io.nearline.operators.recall;

import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of the current post that wait for the vector of their text: one per model. Hardly
 * ever does any post's revision wait, and as long as none does, the state is not asked.
 */
final class PendingReuses {

    private final MapState<String, PendingReuse> byModel;
    private final long timeoutMillis;

    /** False if surely no revision of any post waits. */
    private boolean mayWait = true;

    PendingReuses(MapState<String, PendingReuse> byModel, Duration timeout) {
        this.byModel = byModel;
        this.timeoutMillis = timeout.toMillis();
    }

    /** Says that no revision of any post waits, which holds until one is added. */
    void noneWaits() {
        mayWait = false;
    }

    /** The revision that waits for a vector of the model; null if none does. */
    @Nullable PendingReuse of(String modelName) throws Exception {
        return mayWait ? byModel.get(modelName) : null;
    }

    /**
     * Lets a revision wait, until a timer ends it. Of two for one model only the newer one waits
     * on, and if both wait for the same vector no longer than the other would have: else a post
     * that changes often would wait for ever.
     *
     * @return whether there were two
     */
    boolean add(EmbeddingOutcome outcome, ModelOutcome result, TimerService timers)
            throws Exception {
        mayWait = true;
        String modelName = result.task().model().name();
        PendingReuse before = byModel.get(modelName);
        if (before != null && before.version().revision() >= outcome.version().revision()) {
            return true;
        }
        String modelDigest = result.task().model().digest();
        boolean waitsAlready =
                before != null && before.waitsFor(outcome.contentHash(), modelDigest);
        long deadline =
                waitsAlready ? before.deadline() : timers.currentProcessingTime() + timeoutMillis;
        byModel.put(
                modelName,
                new PendingReuse(
                        outcome.version(),
                        modelDigest,
                        outcome.contentHash(),
                        deadline,
                        waitsAlready ? before.attempt() : 0));
        timers.registerProcessingTimeTimer(deadline);
        return before != null;
    }

    /** An attempt at the vector that a revision waits for has failed; it waits on. */
    void afterFailed(String modelName, PendingReuse waiting, int attempt) throws Exception {
        byModel.put(modelName, waiting.afterFailed(attempt));
    }

    void remove(String modelName) throws Exception {
        byModel.remove(modelName);
    }

    /** Removes and returns those whose time has run out, by model name. */
    Map<String, PendingReuse> takeOverdue(long now) throws Exception {
        Map<String, PendingReuse> overdue = new HashMap<>();
        for (Map.Entry<String, PendingReuse> waiting : byModel.entries()) {
            if (waiting.getValue().deadline() <= now) {
                overdue.put(waiting.getKey(), waiting.getValue());
            }
        }
        for (String modelName : overdue.keySet()) {
            byModel.remove(modelName);
        }
        return overdue;
    }
}
