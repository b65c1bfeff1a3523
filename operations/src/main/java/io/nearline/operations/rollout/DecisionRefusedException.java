package io.nearline.operations.rollout;

/** A decision that must not be taken as things are; the message says why and what to do. */
public final class DecisionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DecisionRefusedException(String message) {
        super(message);
    }
}
