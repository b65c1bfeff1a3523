package io.nearline.retrieval.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.util.ThreadInterruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes graphs for the sets that are to have one, one at a time on a thread of its own, and makes
 * them anew when a tenth of a set has changed. Searches go on by the old graph, or by a scan,
 * meanwhile. All but {@link #failures()} is for the thread that changes the sets.
 */
public final class GraphKeeper implements AutoCloseable {

    /** What the names of its directories begin with. */
    public static final String PREFIX = "graph-";

    private static final Logger LOG = LoggerFactory.getLogger(GraphKeeper.class);
    private static final long MOST_SECONDS = 30;

    private final Approach approach;
    private final Path scratch;
    private final Map<VectorSet, Long> madeAt = new HashMap<>();
    private final AtomicLong failures = new AtomicLong();
    private final ExecutorService maker =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "nearline-graph");
                        thread.setDaemon(true);
                        return thread;
                    });
    private int made;
    private volatile boolean making;
    private volatile boolean closed;

    /**
     * @param scratch where graphs lie, in directories of their own
     */
    public GraphKeeper(Approach approach, Path scratch) {
        this.approach = approach;
        this.scratch = scratch;
    }

    /** Begins to make a set's graph if it is to have another one. Returns at once. */
    public void keep(VectorSet set) {
        if (making || !GraphRule.makes(approach, set)) {
            return;
        }
        Moment moment = set.moment();
        Long before = madeAt.get(set);
        if (before == null || GraphRule.isOld(moment.updates() - before, moment.held())) {
            madeAt.put(set, moment.updates());
            Path path = scratch.resolve(PREFIX + made++);
            making = true;
            maker.execute(() -> make(set, moment, path));
        }
    }

    /** Lets go of the graph of a set that is not searched any more. */
    public void drop(VectorSet set) {
        madeAt.remove(set);
        maker.execute(() -> replace(set, null));
    }

    /** Graphs that could not be made, because of the disk. */
    public long failures() {
        return failures.get();
    }

    /** Gives up what is being made, and lets go of all graphs. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(madeAt.keySet()).forEach(this::drop);
        maker.shutdown();
        try {
            if (!maker.awaitTermination(MOST_SECONDS, TimeUnit.SECONDS)) {
                maker.shutdownNow();
            }
        } catch (InterruptedException e) {
            maker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void make(VectorSet set, Moment moment, Path path) {
        try {
            HnswGraph graph = HnswGraph.of(moment, path, () -> closed);
            replace(set, graph);
        } catch (IOException | ThreadInterruptedException e) {
            if (!closed) {
                failures.incrementAndGet();
                LOG.warn(
                        "No graph of {} posts could be made in {}: searches scan instead; look at"
                                + " the disk",
                        moment.held(),
                        path,
                        e);
            }
        } finally {
            making = false;
        }
    }

    private void replace(VectorSet set, @Nullable HnswGraph graph) {
        HnswGraph old = set.searchAlong(graph);
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                failures.incrementAndGet();
                LOG.warn("Files of an old graph stay in {} until the next start", scratch, e);
            }
        }
    }
}
