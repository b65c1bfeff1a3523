package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.Searcher;
import io.nearline.topics.consume.ModelIdentity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens bundles on a thread of its own, before a query needs them: that of the last run while the
 * index is read, then those of all models that the index holds.
 */
final class BundleOpening implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BundleOpening.class);

    private static final long LOOK_MILLIS = 500;

    private final QueryEncoders encoders;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread opening = new Thread(task, "bundle-opening");
                        opening.setDaemon(true);
                        return opening;
                    });

    /** For encoders that stay the caller's. */
    BundleOpening(QueryEncoders encoders) {
        this.encoders = encoders;
    }

    /** Begins with the bundle of one model. */
    void begin(ModelIdentity model) {
        thread.execute(() -> open(List.of(new HeldModel(model.name(), model.digest(), 0, 0))));
    }

    /** Follows the models that can be searched from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the node, and never by itself.
    void follow(Searcher searcher) {
        thread.scheduleWithFixedDelay(
                () -> open(searched(searcher)), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** The model that is searched may hold no posts yet. */
    private static List<HeldModel> searched(Searcher searcher) {
        Set<HeldModel> models = new LinkedHashSet<>(searcher.heldModels());
        searcher.activeModel().ifPresent(models::add);
        return List.copyOf(models);
    }

    private void open(List<HeldModel> models) {
        try {
            encoders.follow(models);
        } catch (RuntimeException e) {
            LOG.warn("a bundle was not opened, trying again: {}", e.toString());
        }
    }
}
