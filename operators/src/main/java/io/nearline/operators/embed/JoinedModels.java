package io.nearline.operators.embed;

import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.ModelRef;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.metrics.ModelMetrics;
import io.nearline.operators.metrics.PipelineMetrics;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;

/**
 * The models that came to the running job, as far as tasks name them: whoever is named is opened,
 * whoever is no longer named is closed. For one thread at a time.
 */
final class JoinedModels implements AutoCloseable {

    private final ModelOpener opener;
    private final PipelineMetrics metrics;
    private final Clock clock;
    private final Counter openFailures;
    private final ExecutorService executor;
    private final Map<String, Joined> byName = new ConcurrentHashMap<>();
    private final Map<String, Meters> meters = new HashMap<>();

    /** One model and what it is measured with. */
    record Joined(JoinedModel model, Meters meters) {}

    /**
     * The metrics of one name; they outlive the model, because they can be registered only once.
     */
    record Meters(ModelMetrics metrics, ModelMetrics.EmbeddingMeter meter) {}

    /**
     * @param classLoader of the job's code: the threads of the engines inherit it
     */
    JoinedModels(
            ModelOpener opener, PipelineMetrics metrics, Clock clock, ClassLoader classLoader) {
        this.opener = opener;
        this.metrics = metrics;
        this.clock = clock;
        this.openFailures = metrics.rollout().openFailures();
        this.executor =
                Executors.newSingleThreadExecutor(
                        work -> {
                            Thread thread = new Thread(work, "nearline-open-model");
                            thread.setDaemon(true);
                            thread.setContextClassLoader(classLoader);
                            return thread;
                        });
    }

    /** The model, from its first mention on. */
    Joined get(ModelRef model) {
        Joined known = byName.get(model.name());
        if (known != null && known.model().model().digest().equals(model.digest())) {
            return known;
        }
        if (known != null) {
            known.model().leave();
        }
        Joined joined = join(model);
        byName.put(model.name(), joined);
        return joined;
    }

    /**
     * Lets go of the models that a post's tasks do not name. A merged vector concerns one model
     * only, so its task says nothing about the others.
     */
    void keepNamed(List<ModelTask> tasks) {
        if (byName.isEmpty() || tasks.stream().anyMatch(task -> task.action() == Action.MERGE)) {
            return;
        }
        List<Joined> unnamed =
                byName.values().stream().filter(joined -> !isNamed(joined, tasks)).toList();
        byName.values().removeAll(unnamed);
        unnamed.forEach(joined -> joined.model().leave());
    }

    private static boolean isNamed(Joined joined, List<ModelTask> tasks) {
        ModelRef model = joined.model().model();
        return tasks.stream().anyMatch(task -> task.model().equals(model));
    }

    @Override
    public void close() {
        byName.values().forEach(joined -> joined.model().abandon());
        byName.clear();
        executor.shutdown();
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
        JoinedModel model = new JoinedModel(ref, opener, executor, clock, openFailures);
        return new Joined(model, meters.computeIfAbsent(ref.name(), name -> measure(ref)));
    }

    private Meters measure(ModelRef ref) {
        ModelMetrics model = metrics.model(ref.name());
        model.serving(ref.digest(), () -> isOpen(ref));
        return new Meters(model, model.embeddings());
    }

    private boolean isOpen(ModelRef ref) {
        Joined joined = byName.get(ref.name());
        return joined != null && joined.model().isOpen();
    }
}
