package io.nearline.training.learn;

import io.nearline.training.data.TaskData;
import io.nearline.training.model.BaseModel;
import io.nearline.training.model.Encoder;
import io.nearline.training.model.FrozenOutputs;
import io.nearline.training.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * All layers of a base with its own weights, to give the vectors that a model is held near, or that
 * it is to learn. Opened when it is first needed.
 */
final class UntrainedBase implements AutoCloseable {
    private final BaseModel base;
    private final Scope scope;
    private @Nullable Encoder encoder;
    private @Nullable FrozenOutputs kept;

    UntrainedBase(BaseModel base, Scope scope) {
        this.base = base;
        this.scope = scope;
    }

    /** All its layers; none of them learns. */
    Encoder encoder() {
        if (encoder == null) {
            encoder = base.wholeEncoder(scope);
        }
        return encoder;
    }

    /** Shares what frozen layers give: takes what is there, and adds what lacks. */
    void keep(FrozenOutputs shared) {
        kept = shared;
    }

    /** Whether frozen outputs are shared. */
    boolean keeps() {
        return kept != null;
    }

    /** Its vectors of texts as the trained model has them. */
    BaseVectors vectors() {
        Encoder whole = encoder();
        // A student's frozen layers may be others of the base than its first.
        if (kept != null && !base.hasStudent()) {
            whole.keep(kept);
        }
        int window = base.manifest().maxTokens();
        return new BaseVectors(whole, text -> TaskData.cut(base.inBase(text), window));
    }

    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
    }
}
