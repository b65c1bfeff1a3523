package io.nearline.faults.search;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A model under which posts are indexed. Its bundle embeds queries; vectors of posts are made up,
 * another one for each revision.
 *
 * @param bundle its directory
 */
record SearchModel(String name, String digest, int dimensions, Path bundle) {

    static SearchModel of(Path bundle) {
        ModelBundle opened = ModelBundle.open(bundle);
        ModelId id = opened.id();
        return new SearchModel(id.name(), id.digest(), opened.manifest().dimensions(), bundle);
    }

    /** The vector of a post's revision, of length 1. */
    float[] vector(String postId, long revision) {
        SplittableRandom random =
                new SplittableRandom(
                        31L * (31L * postId.hashCode() + Long.hashCode(revision))
                                + name.hashCode());
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    /** The same as it is published. */
    EncodedVector encoded(String postId, long revision) {
        return VectorCodec.encode(vector(postId, revision), VectorEncoding.FLOAT32);
    }
}
