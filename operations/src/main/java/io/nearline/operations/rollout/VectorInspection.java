package io.nearline.operations.rollout;

import io.nearline.embedding.vector.UnitLength;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.util.Optional;

/**
 * Looks at single vectors of one model.
 *
 * @param digest of the bundle that must have made them
 * @param dimensions how many components each must have; 0 to take what each update says
 * @param length how long they must be
 */
record VectorInspection(String digest, int dimensions, Length length) {

    /** What a model promises about the length of its vectors. */
    enum Length {
        UNIT,
        ANY
    }

    /** Rounding to 8 bits changes a length by less. */
    private static final double LENGTH_TOLERANCE = 0.01;

    /** What is wrong with the vector of an UPSERT; empty if it is sound. */
    Optional<Defect> defect(IndexUpdate update) {
        if (!update.getModelDigest().equals(digest)) {
            return Optional.of(Defect.OTHER_DIGEST);
        }
        if (!hasRightSize(update)) {
            return Optional.of(Defect.WRONG_DIMENSIONS);
        }
        try {
            return defect(VectorCodec.decode(EncodedVector.of(update), update.getDimensions()));
        } catch (IllegalArgumentException e) {
            // The size is right, so it is a component or the scale.
            return Optional.of(Defect.NOT_FINITE);
        }
    }

    private Optional<Defect> defect(float[] vector) {
        double found = UnitLength.lengthOf(vector);
        if (found == 0) {
            return Optional.of(Defect.ZERO);
        }
        boolean off = Math.abs(found - 1) > LENGTH_TOLERANCE;
        return length == Length.UNIT && off ? Optional.of(Defect.NOT_UNIT) : Optional.empty();
    }

    private boolean hasRightSize(IndexUpdate update) {
        int found = update.getDimensions();
        boolean expected = dimensions == 0 ? found > 0 : found == dimensions;
        return expected
                && update.getVector() != null
                && update.getVectorEncoding() != VectorEncoding.UNKNOWN
                && update.getVector().remaining()
                        == (long) found * VectorCodec.componentBytes(update.getVectorEncoding());
    }
}
