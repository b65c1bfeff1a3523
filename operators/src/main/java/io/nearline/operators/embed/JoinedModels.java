package io.nearline.operators.embed;

import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.metrics.ModelMetrics;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.model.ModelRef;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The models that came to the running job, as far as tasks name them: whoever is named is opened,
 * whoever has not been named for a while is closed. For one thread at a time.
 */
final class JoinedModels implements AutoCloseable {

    /**
     * After a restore, posts in flight from before and after a join come mixed: a model is not
     * loaded again for each change between them.
     */
    static final Duration LINGER = Duration.ofMinutes(1);

    private final ModelOpener opener;
    private final PipelineMetrics metrics;
    private final Clock clock;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;
    private final JoinedModel.Surroundings surroundings;
    private final Map<String, Joined> byName = new ConcurrentHashMap<>();
    private final List<JoinedModel> leaving = new ArrayList<>();
    private final Map<String, Meters> meters = new HashMap<>();

    /** One model, what it is measured with, and since when no post names it. */
    static final class Joined {

        private static final long NAMED = -1;

        private final JoinedModel model;
        private final Meters meters;
        private long unnamedSince = NAMED;

        private Joined(JoinedModel model, Meters meters) {
            this.model = model;
            this.meters = meters;
        }

        JoinedModel model() {
            return model;
        }

        Meters meters() {
            return meters;
        }
    }

    /**
     * The metrics of one name; they outlive the model, because they can be registered only once.
     */
    record Meters(ModelMetrics metrics, ModelMetrics.EmbeddingMeter meter) {}

    /**
     * @param openTimeout how long a text waits for the opening of its model
     * @param classLoader of the job's code: the threads of the engines inherit it
     */
    JoinedModels(
            ModelOpener opener,
            PipelineMetrics metrics,
            Clock clock,
            Duration openTimeout,
            ClassLoader classLoader) {
        this.opener = opener;
        this.metrics = metrics;
        this.clock = clock;
        this.executor =
                Executors.newSingleThreadExecutor(threads("nearline-open-model", classLoader));
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        threads("nearline-open-timeout", classLoader));
        this.surroundings =
                new JoinedModel.Surroundings(
                        executor,
                        this::after,
                        clock,
                        metrics.rollout().openFailures(),
                        openTimeout);
    }

    private static ThreadFactory threads(String name, ClassLoader classLoader) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(classLoader);
            return thread;
        };
    }

    private void after(Duration delay, Runnable action) {
        var unused = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The model, from its first mention on. */
    Joined get(ModelRef model) {
        Joined known = byName.get(model.name());
        if (known != null && known.model.model().digest().equals(model.digest())) {
            return known;
        }
        if (known != null) {
            leave(known);
        }
        Joined joined = join(model);
        byName.put(model.name(), joined);
        return joined;
    }

    /**
     * Lets go of the models that posts have not named for {@link #LINGER}. A merged vector concerns
     * one model only, so its task says nothing about the others.
     */
    void retainOnly(List<ModelTask> tasks) {
        if (byName.isEmpty() || tasks.stream().anyMatch(task -> task.action() == Action.MERGE)) {
            return;
        }
        Iterator<Joined> all = byName.values().iterator();
        while (all.hasNext()) {
            Joined joined = all.next();
            if (isNamed(joined, tasks)) {
                joined.unnamedSince = Joined.NAMED;
            } else if (isOverdue(joined)) {
                all.remove();
                leave(joined);
            }
        }
    }

    private boolean isOverdue(Joined joined) {
        long now = clock.millis();
        if (joined.unnamedSince == Joined.NAMED) {
            joined.unnamedSince = now;
        }
        return now - joined.unnamedSince >= LINGER.toMillis();
    }

    private static boolean isNamed(Joined joined, List<ModelTask> tasks) {
        ModelRef model = joined.model.model();
        return tasks.stream().anyMatch(task -> task.model().equals(model));
    }

    private void leave(Joined joined) {
        joined.model.leave();
        leaving.removeIf(JoinedModel::isGone);
        leaving.add(joined.model);
    }

    /**
     * Closes every model, those too that still have texts in flight, and waits for it. Interrupts
     * an opening that is under way; it should listen, because a thread must not outlive its job.
     */
    @Override
    public void close() {
        byName.values().forEach(joined -> joined.model.abandon());
        byName.clear();
        leaving.forEach(JoinedModel::abandon);
        leaving.clear();
        timer.shutdownNow();
        List<Runnable> notBegun = executor.shutdownNow();
        awaitExecutor();
        // Closings among them; an opening that has not begun does nothing any more.
        InTurn.run(notBegun);
    }

    private void awaitExecutor() {
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                var unused = executor.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Joined join(ModelRef ref) {
        JoinedModel model = new JoinedModel(ref, opener, surroundings);
        return new Joined(model, meters.computeIfAbsent(ref.name(), name -> measure(ref)));
    }

    private Meters measure(ModelRef ref) {
        ModelMetrics model = metrics.model(ref.name());
        model.serving(ref.digest(), () -> isOpen(ref));
        return new Meters(model, model.embeddings());
    }

    private boolean isOpen(ModelRef ref) {
        Joined joined = byName.get(ref.name());
        return joined != null && joined.model.isOpen();
    }
}
