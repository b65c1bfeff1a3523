package io.nearline.operations.rollout;

import io.nearline.retrieval.evaluate.Progress;
import java.util.Locale;

/** What the gate, or a purge, is doing, for whoever looks from another thread. */
public final class GateProgress implements Progress {

    private volatile String step = "starting";
    private volatile long reached;

    /** Begins the next step. */
    void begin(String next) {
        reached = 0;
        step = next;
    }

    @Override
    public void begin(String next, long of) {
        begin(of == 0 ? next : String.format(Locale.ROOT, "%s, of %,d", next, of));
    }

    @Override
    public void reached(long count) {
        reached = count;
    }

    /** Such as {@code reading updates: 12,000}. */
    @Override
    public String toString() {
        long count = reached;
        return count == 0 ? step : String.format(Locale.ROOT, "%s: %,d", step, count);
    }
}
