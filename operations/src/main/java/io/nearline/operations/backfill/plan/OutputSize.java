package io.nearline.operations.backfill.plan;

import io.nearline.embedding.NamedVector;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.encode.UpdateEncoder;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.Publication;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawHeader;
import io.nearline.schemas.VectorEncoding;
import java.util.List;
import java.util.Objects;

/** How long the records are that a backfill writes. */
final class OutputSize {

    /** Lengths, times and checksums that Kafka stores with a record, a batch's shared out. */
    private static final int KAFKA_OVERHEAD = 16;

    /** Enough for a mean, as the vector is most of a record and has one length. */
    private static final int ENCODED = 200;

    private OutputSize() {}

    /**
     * Bytes per record, mean; 0 without texts. Vectors do not compress.
     *
     * @param outputs names of the further vectors that updates carry
     */
    static double bytesPerPost(
            List<PostText> texts,
            ModelBundle model,
            VectorEncoding encoding,
            List<String> outputs) {
        UpdateEncoder encoder = new UpdateEncoder(encoding);
        float[] vector = anyVector(model.manifest().dimensions());
        List<NamedVector> further =
                model.manifest().outputsAmong(outputs).stream()
                        .map(one -> new NamedVector(one.name(), anyVector(one.size())))
                        .toList();
        return texts.stream()
                .limit(ENCODED)
                .mapToInt(text -> bytes(encoder.encode(update(text, model, vector, further))))
                .average()
                .orElse(0);
    }

    private static float[] anyVector(int dimensions) {
        float[] vector = new float[dimensions];
        vector[0] = 1;
        return vector;
    }

    private static EmbeddedPost update(
            PostText text, ModelBundle model, float[] vector, List<NamedVector> outputs) {
        return new EmbeddedPost(
                Publication.UPSERT,
                text.version(),
                model.id().name(),
                model.id().digest(),
                text.contentHash(),
                vector,
                model.manifest().maxTokens(),
                false,
                text.version().eventTime(),
                outputs);
    }

    private static int bytes(EncodedRecord written) {
        return Objects.requireNonNull(written.key()).length
                + Objects.requireNonNull(written.value()).length
                + written.headers().stream().mapToInt(OutputSize::bytes).sum()
                + KAFKA_OVERHEAD;
    }

    /** Name and value, with a byte for the length of each. */
    private static int bytes(RawHeader header) {
        byte[] value = header.value();
        return header.key().length() + (value == null ? 0 : value.length) + 2;
    }
}
