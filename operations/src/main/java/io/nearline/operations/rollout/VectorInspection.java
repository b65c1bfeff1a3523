package io.nearline.operations.rollout;

import io.nearline.embedding.vector.UnitLength;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** What is wrong with the vectors of an UPSERT, the main one first; empty if they are sound. */
    Optional<Defect> defect(IndexUpdate update) {
        if (!update.getModelDigest().equals(digest)) {
            return Optional.of(Defect.OTHER_DIGEST);
        }
        if (update.getVector() == null
                || (dimensions > 0 && update.getDimensions() != dimensions)) {
            return Optional.of(Defect.WRONG_DIMENSIONS);
        }
        return Stream.concat(
                        Stream.of(defect(EncodedVector.of(update), update.getDimensions())),
                        update.getOutputs().stream()
                                .map(one -> defect(EncodedVector.of(one), one.getDimensions())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Defect> defect(EncodedVector vector, int size) {
        if (size < 1
                || vector.encoding() == VectorEncoding.UNKNOWN
                || vector.bytes().length
                        != (long) size * VectorCodec.componentBytes(vector.encoding())) {
            return Optional.of(Defect.WRONG_DIMENSIONS);
        }
        try {
            return defect(VectorCodec.decode(vector, size));
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
}
