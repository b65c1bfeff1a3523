package io.nearline.operations.rollout;

/** What makes a vector one that no index should hold. */
enum Defect {
    OTHER_DIGEST("made by another bundle than the one to be promoted"),
    WRONG_DIMENSIONS("of wrong dimensions"),
    NOT_FINITE("not finite"),
    ZERO("of length 0"),
    NOT_UNIT("not of length 1, although the model normalises");

    private final String label;

    Defect(String label) {
        this.label = label;
    }

    /** What the vector is, for people. */
    String label() {
        return label;
    }
}
