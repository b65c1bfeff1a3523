package io.nearline.embedding.engine;

import io.nearline.embedding.Device;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.Precision;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines in use, one per model digest and options, each closed by its last holder. */
public final class SharedEngines {

    private static final Logger LOG = LoggerFactory.getLogger(SharedEngines.class);

    /**
     * So many engines of one model may hang in this process: each holds a session and its workers'
     * threads. Three hangs in one process are no accident.
     */
    static final int MOST_HANGING = 3;

    private final BiFunction<ModelBundle, EngineOptions, TextEncoder> encoders;
    private final Starter starter;
    private final Map<Key, Shared> engines = new HashMap<>();
    private final Map<String, List<Engine>> hanging = new HashMap<>();

    /**
     * An empty set.
     *
     * @param encoders loads a model that is not in use yet, for the options' device and outputs
     */
    public SharedEngines(BiFunction<ModelBundle, EngineOptions, TextEncoder> encoders) {
        this(encoders, Engine::new);
    }

    SharedEngines(BiFunction<ModelBundle, EngineOptions, TextEncoder> encoders, Starter starter) {
        this.encoders = encoders;
        this.starter = starter;
    }

    /** Starts an engine, which owns its encoder. */
    interface Starter {

        /** An engine of the model of that name. */
        Engine start(String name, TextEncoder encoder, EngineOptions options);
    }

    private record Key(String digest, EngineOptions options) {}

    /** One engine and how many hold it. Loaded outside the lock: that takes seconds. */
    private static final class Shared {
        private final ModelBundle bundle;
        private final CompletableFuture<Engine> loaded = new CompletableFuture<>();
        private int holders;

        private Shared(ModelBundle bundle) {
            this.bundle = bundle;
        }

        private Map<String, Integer> outputs(EngineOptions options) {
            Map<String, Integer> sizes = new LinkedHashMap<>();
            bundle.manifest()
                    .outputsAmong(options.outputs())
                    .forEach(output -> sizes.put(output.name(), output.size()));
            return Collections.unmodifiableMap(sizes);
        }

        private boolean isOfUse() {
            return !loaded.isDone() || isRunning();
        }

        private boolean isRunning() {
            return loaded.isDone()
                    && !loaded.isCompletedExceptionally()
                    && !loaded.join().hasFailed();
        }
    }

    /**
     * A new handle on the engine for this model and these options; see {@link
     * io.nearline.embedding.engine.Embedders}. Waits if another thread loads it already, and for
     * nothing else.
     */
    public Embedder open(ModelBundle whole, EngineOptions asked) {
        ModelBundle bundle = whole.enteredBy(asked.entry());
        // Texts that enter as posts do go through the engine of the posts.
        EngineOptions options = bundle == whole ? asked.withEntry(Role.PASSAGE) : asked;
        requireFittingDevice(bundle, options.device());
        requireSameVectorEveryTime(bundle, options);
        requireMaskForPadding(bundle, options);
        Key key = new Key(bundle.id().digest(), options);
        Shared mine = new Shared(bundle);
        Shared shared = enter(key, mine);
        if (shared == mine) {
            load(key, mine);
        } else {
            awaitLoaded(key, shared);
        }
        return handle(key, shared);
    }

    /**
     * A new handle on an engine that runs already; empty if none does. The model was verified when
     * it was loaded, so nothing is read. Never waits.
     */
    public synchronized Optional<Embedder> share(ModelId model, EngineOptions options) {
        Key key = new Key(model.digest(), options);
        Shared shared = engines.get(key);
        if (shared == null || !shared.isRunning()) {
            return Optional.empty();
        }
        shared.holders++;
        return Optional.of(handle(key, shared));
    }

    /** An engine that runs or is being loaded, or {@code mine}; with one more holder. */
    private synchronized Shared enter(Key key, Shared mine) {
        Shared shared = engines.get(key);
        if (shared == null || !shared.isOfUse()) {
            // Those who hold one that has failed keep it, and close it.
            engines.put(key, mine);
            shared = mine;
        }
        shared.holders++;
        return shared;
    }

    private void load(Key key, Shared mine) {
        try {
            mine.loaded.complete(start(mine.bundle, key.options()));
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                engines.remove(key, mine);
            }
            mine.loaded.completeExceptionally(e);
            throw e;
        }
    }

    private void awaitLoaded(Key key, Shared shared) {
        try {
            shared.loaded.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            release(key, shared);
            throw new RetryableEmbeddingException(
                    "interrupted while another thread loaded the model", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    private Embedder handle(Key key, Shared shared) {
        return new EngineHandle(
                shared.bundle.id(),
                shared.bundle.manifest().dimensions(),
                shared.outputs(key.options()),
                shared.loaded.join(),
                () -> release(key, shared));
    }

    private void release(Key key, Shared shared) {
        synchronized (this) {
            if (--shared.holders > 0) {
                return;
            }
            engines.remove(key, shared);
        }
        // Outside the lock: it waits for workers, whose callbacks may be opening or closing other
        // models.
        Engine engine = shared.loaded.join();
        engine.close();
        if (!engine.isFreed()) {
            leftBehind(key.digest()).add(engine);
        }
    }

    /** The engines of a model that were closed and whose threads have not come back. */
    private synchronized List<Engine> leftBehind(String digest) {
        List<Engine> engines =
                hanging.computeIfAbsent(digest, unused -> new CopyOnWriteArrayList<>());
        engines.removeIf(Engine::isFreed);
        return engines;
    }

    private void requireFewHanging(ModelId model) {
        int left = leftBehind(model.digest()).size();
        if (left >= MOST_HANGING) {
            throw new ModelRejectedException(
                    """
                    %d runs of model %s hang in this process and keep their threads and memory, so \
                    it is not opened once more: look at the thread dump of its nearline-embed \
                    threads, then end the process, such as the task manager\
                    """
                            .formatted(left, model.name()));
        }
    }

    private Engine start(ModelBundle bundle, EngineOptions options) {
        ModelId id = bundle.id();
        requireFewHanging(id);
        TextEncoder encoder = encoders.apply(bundle, options);
        Engine engine = starter.start(id.name(), encoder, options);
        List<String> absent =
                options.outputs().stream()
                        .filter(name -> bundle.manifest().outputsAmong(List.of(name)).isEmpty())
                        .toList();
        if (!absent.isEmpty()) {
            LOG.warn("Model {} has no outputs {}: its texts go without them", id.name(), absent);
        }
        LOG.info("Model {} ({}) is ready with {}", id.name(), id.digest(), options);
        return engine;
    }

    private static void requireFittingDevice(ModelBundle bundle, Device device) {
        if (bundle.manifest().precision() == Precision.INT8 && device.isGpu()) {
            throw new ModelRejectedException(
                    "model "
                            + bundle.id().name()
                            + " is int8 and the device is "
                            + device
                            + ": its operators are made for processors. Serve the fp32 model on"
                            + " it, or set the device to cpu");
        }
    }

    private static void requireSameVectorEveryTime(ModelBundle bundle, EngineOptions options) {
        if (bundle.manifest().batchInvariance() == BatchInvariance.NEVER
                && options.batchPolicy().needs() != BatchInvariance.NEVER) {
            throw new ModelRejectedException(
                    "model "
                            + bundle.id().name()
                            + " is int8 and the batch policy is "
                            + options.batchPolicy()
                            + ": its vectors would change with their batch mates. Use one text a"
                            + " call, the fp32 model, or one packaged with --calibrate");
        }
    }

    private static void requireMaskForPadding(ModelBundle bundle, EngineOptions options) {
        if (bundle.manifest().served().inputs().padding().isEmpty()
                && options.batchPolicy().needs() == BatchInvariance.ALWAYS) {
            throw new ModelRejectedException(
                    "model "
                            + bundle.id().name()
                            + " takes no mask and the batch policy is "
                            + options.batchPolicy()
                            + ": it cannot tell padding from text. Use texts of equal length, or"
                            + " one text a call");
        }
    }
}
