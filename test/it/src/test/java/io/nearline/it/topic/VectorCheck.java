package io.nearline.it.topic;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.testkit.ExpectedPost;
import io.nearline.testkit.PublishedIndex;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Compares published vectors with the ones that the model gives when asked directly. */
public final class VectorCheck {
    private VectorCheck() {}

    /**
     * Returns the posts whose last vector is not, bit for bit, the model's vector of their expected
     * text. Bit for bit holds for bundles that embed one text a call.
     */
    public static List<String> postsWithAnotherVector(
            PublishedIndex index, Map<String, ExpectedPost> expected, Path bundle) {
        List<String> different = new ArrayList<>();
        try (Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(2))) {
            for (ExpectedPost post : expected.values()) {
                IndexUpdate update =
                        index.latest().get(new IndexKey(post.postId(), embedder.model().name()));
                if (post.kind() == UpdateKind.UPSERT && !holdsVectorOf(post, update, embedder)) {
                    different.add(post.postId());
                }
            }
        }
        return different;
    }

    private static boolean holdsVectorOf(ExpectedPost post, IndexUpdate update, Embedder embedder) {
        if (update == null || update.getVector() == null) {
            return false;
        }
        ByteBuffer buffer = update.getVector().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        float[] published =
                VectorCodec.decode(
                        new EncodedVector(
                                update.getVectorEncoding(), update.getVectorScale(), bytes),
                        update.getDimensions());
        float[] own = embedder.embed(EmbeddableText.passage(post.text())).join().vector();
        return Arrays.equals(published, own);
    }
}
