package io.nearline.training.tensor;

import ai.djl.engine.Engine;
import ai.djl.training.GradientCollector;
import java.util.function.Supplier;

/** The backward pass. */
public final class Gradients {

    private Gradients() {}

    /**
     * Computes a loss and adds its gradients to the parameters that learn. The scope of whatever
     * the loss is made of must be open until this returns.
     *
     * @param loss a single number; computed once
     * @return its value; if it is not finite, no gradient is added
     */
    public static float backward(Supplier<Tensor> loss) {
        try (GradientCollector collector = Engine.getEngine(Scope.ENGINE).newGradientCollector()) {
            Tensor computed = loss.get();
            float value = computed.toFloats()[0];
            if (Float.isFinite(value)) {
                collector.backward(computed.array());
            }
            return value;
        }
    }
}
