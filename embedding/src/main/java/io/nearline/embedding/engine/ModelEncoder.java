package io.nearline.embedding.engine;

import io.nearline.embedding.Device;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.GoldenVectors;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.onnx.OnnxModel;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.RowLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bundle's tokenizer and graph. */
public final class ModelEncoder implements TextEncoder {

    private final TextTokenizer tokenizer;
    private final OnnxModel model;
    private final long padToken;
    private final ModelBundle bundle;

    /** Null for a model that has none yet. */
    private final @Nullable GoldenVectors golden;

    private ModelEncoder(
            TextTokenizer tokenizer,
            OnnxModel model,
            ModelBundle bundle,
            @Nullable GoldenVectors golden) {
        this.tokenizer = tokenizer;
        this.model = model;
        this.bundle = bundle;
        this.padToken = bundle.manifest().padToken();
        this.golden = golden;
    }

    /**
     * Loads both parts without the self-test, for the processors and with all further outputs: for
     * a model that has no golden vectors yet.
     *
     * @throws ModelRejectedException if one cannot be loaded or does not fit the manifest
     */
    public static ModelEncoder openUntested(ModelBundle bundle) {
        return load(bundle, Device.PROCESSORS, bundle.manifest().outputs(), null);
    }

    private static ModelEncoder load(
            ModelBundle bundle,
            Device device,
            List<ModelOutput> outputs,
            @Nullable GoldenVectors golden) {
        TextTokenizer tokenizer = TextTokenizer.open(bundle);
        try {
            return new ModelEncoder(
                    tokenizer, OnnxModel.open(bundle, device, outputs), bundle, golden);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * As {@link #open(ModelBundle, EngineOptions)}, for the processors and with all further
     * outputs.
     */
    public static ModelEncoder open(ModelBundle bundle) {
        return open(bundle, Device.PROCESSORS, bundle.manifest().outputs());
    }

    /**
     * Loads both parts and lets them reproduce the bundle's golden vectors on the options' device.
     *
     * @throws ModelRejectedException if they do not
     */
    public static ModelEncoder open(ModelBundle bundle, EngineOptions options) {
        return open(bundle, options.device(), bundle.manifest().outputsAmong(options.outputs()));
    }

    private static ModelEncoder open(ModelBundle bundle, Device device, List<ModelOutput> outputs) {
        ModelEncoder encoder = load(bundle, device, outputs, bundle.golden());
        try {
            encoder.verify(bundle);
            return encoder;
        } catch (RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * Reproduces the golden vectors.
     *
     * @param bundle the one it was opened from
     * @return the least cosine with one of them
     * @throws ModelRejectedException if a vector is too far off; it names what this machine lacks,
     *     where that is the cause
     */
    public double verify(ModelBundle bundle) {
        try {
            return bundle.golden().verify(this::row, layout());
        } catch (ModelRejectedException e) {
            throw model.isOnProcessors() ? IntegerRefusal.explain(bundle, e) : e;
        }
    }

    /** The vector of one text, computed by the calling thread. */
    public float[] vector(EmbeddableText text) {
        return layout().main(row(text));
    }

    /** The text's row, computed by the calling thread. */
    public float[] row(EmbeddableText text) {
        return encode(List.of(tokenize(text))).get(0);
    }

    @Override
    public RowLayout layout() {
        return model.layout();
    }

    @Override
    public TokenIds tokenize(EmbeddableText text) {
        if (!bundle.admits(text.role())) {
            throw new UnembeddableTextException(
                    "texts of role %s go through another graph of model %s: open it for that role"
                            .formatted(text.role(), bundle.id().name()));
        }
        return tokenizer.tokenize(text);
    }

    @Override
    public List<float[]> encode(List<TokenIds> batch) {
        return model.vectors(new TokenBatch(batch, padToken));
    }

    @Override
    public void terminate(Thread worker) {
        model.terminate(worker);
    }

    /** By the bundle's golden vectors, which are kept in memory for it. */
    @Override
    public void selfTest() {
        if (golden != null) {
            golden.verify(this::row, layout());
        }
    }

    @Override
    public void close() {
        try (tokenizer) {
            model.close();
        }
    }
}
