package io.nearline.embedding.engine;

import io.nearline.embedding.Device;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.EngineOptions;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.batch.BatchPolicy.Mates;
import io.nearline.embedding.bundle.BatchMates;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.Precision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines in use, one per model digest and options, each closed by its last holder. */
public final class SharedEngines {

    private static final Logger LOG = LoggerFactory.getLogger(SharedEngines.class);

    private final BiFunction<ModelBundle, Device, TextEncoder> encoders;
    private final Map<Key, Shared> engines = new HashMap<>();

    /**
     * An empty set.
     *
     * @param encoders loads a model that is not in use yet, for a device
     */
    public SharedEngines(BiFunction<ModelBundle, Device, TextEncoder> encoders) {
        this.encoders = encoders;
    }

    private record Key(String digest, EngineOptions options) {}

    private static final class Shared {
        private final ModelBundle bundle;
        private final Engine engine;
        private int holders;

        private Shared(ModelBundle bundle, Engine engine) {
            this.bundle = bundle;
            this.engine = engine;
        }
    }

    /**
     * A new handle on the engine for this model and these options; see {@link
     * io.nearline.embedding.Embedders}.
     */
    public Embedder open(ModelBundle bundle, EngineOptions options) {
        requireFittingDevice(bundle, options.device());
        requireSameVectorEveryTime(bundle, options);
        requireMaskForPadding(bundle, options);
        Key key = new Key(bundle.id().digest(), options);
        return acquire(key, bundle);
    }

    /**
     * A new handle on an engine that runs already; empty if none does. The model was verified when
     * it was loaded, so nothing is read.
     */
    public synchronized Optional<Embedder> share(ModelId model, EngineOptions options) {
        Key key = new Key(model.digest(), options);
        return Optional.ofNullable(engines.get(key)).map(shared -> handle(key, shared));
    }

    private synchronized Embedder acquire(Key key, ModelBundle bundle) {
        Shared shared =
                engines.computeIfAbsent(
                        key, absent -> new Shared(bundle, start(bundle, key.options())));
        return handle(key, shared);
    }

    private Embedder handle(Key key, Shared shared) {
        shared.holders++;
        return new EngineHandle(
                shared.bundle.id(),
                shared.bundle.manifest().dimensions(),
                shared.engine,
                () -> release(key));
    }

    private void release(Key key) {
        Engine last = null;
        synchronized (this) {
            Shared shared = engines.get(key);
            if (--shared.holders == 0) {
                engines.remove(key);
                last = shared.engine;
            }
        }
        // Outside the lock: it waits for workers, whose callbacks may be opening or closing other
        // models.
        if (last != null) {
            last.close();
        }
    }

    private Engine start(ModelBundle bundle, EngineOptions options) {
        ModelId id = bundle.id();
        Engine engine = new Engine(id.name(), encoders.apply(bundle, options.device()), options);
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
        if (bundle.manifest().batchMates() == BatchMates.HARMFUL
                && options.batchPolicy().mates() != Mates.NONE) {
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
                && options.batchPolicy().mates() == Mates.OF_ANY_LENGTH) {
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
