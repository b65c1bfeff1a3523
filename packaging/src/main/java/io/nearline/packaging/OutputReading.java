package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.onnx.GraphSignature.Tensor;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;

/**
 * The output that is used and how it is read.
 *
 * @param name the output
 * @param tensor its type and shape
 * @param pooling how it becomes one vector
 */
record OutputReading(Inferred<String> name, Tensor tensor, Inferred<Pooling> pooling) {

    static OutputReading of(
            GraphChoice graph,
            PackagingRequest request,
            FormerBundle former,
            SentenceTransformer layout)
            throws IOException {
        Inferred<String> name =
                former.output().isPresent() && request.output().isEmpty()
                        ? new Inferred<>(former.output().get(), ModelBundle.MANIFEST)
                        : graph.output(request.output(), request.pooling());
        Tensor tensor = graph.tensor(name.value());
        Inferred<Pooling> pooling =
                former.orElse(
                        request.pooling(),
                        ModelManifest::pooling,
                        () ->
                                tensor.rank() == Pooling.NONE.outputRank()
                                        ? new Inferred<>(Pooling.NONE, "the output is pooled")
                                        : layout.pooling());
        if (!tensor.isFloat()) {
            throw new ModelRejectedException(
                    "output %s is %s, needed are 32-bit floats: export it with outputs of float32"
                                    .formatted(name.value(), tensor)
                            + " (16-bit weights may stay: keep_io_types in the converter)");
        }
        if (pooling.value().outputRank() != tensor.rank()) {
            throw new ModelRejectedException(
                    "output "
                            + name.value()
                            + " is "
                            + tensor
                            + " and pooling "
                            + pooling
                            + ": mean and cls need [text, token, dimension], none needs [text,"
                            + " dimension]; choose another output or pooling");
        }
        return new OutputReading(name, tensor, pooling);
    }

    /** From the graph if it is fixed there. */
    Inferred<Integer> dimensions(TransformerConfig config) throws IOException {
        return tensor.width() > 0
                ? new Inferred<>(Math.toIntExact(tensor.width()), "the output's shape")
                : config.dimensions();
    }
}
