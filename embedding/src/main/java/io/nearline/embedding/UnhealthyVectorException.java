package io.nearline.embedding;

/** The model gave this text a vector that must not be served: it would break every search. */
public final class UnhealthyVectorException extends UnembeddableTextException {

    /** What is wrong with the vector. */
    public enum Defect {
        /** It holds NaN or an infinite number. */
        NON_FINITE,
        /** It has length 0, so no direction. */
        ZERO_NORM
    }

    private final Defect defect;

    private UnhealthyVectorException(Defect defect, double length) {
        super("its vector has length " + length);
        this.defect = defect;
    }

    /**
     * The refusal of a vector.
     *
     * @param length its length: 0, infinite or not a number
     */
    public static UnhealthyVectorException ofLength(double length) {
        return new UnhealthyVectorException(
                length == 0 ? Defect.ZERO_NORM : Defect.NON_FINITE, length);
    }

    /** What is wrong with the vector. */
    public Defect defect() {
        return defect;
    }
}
