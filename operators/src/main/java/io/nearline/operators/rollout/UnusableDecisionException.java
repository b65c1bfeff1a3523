package io.nearline.operators.rollout;

/** A record about a model that cannot be followed. The message says why and what to do. */
final class UnusableDecisionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableDecisionException(String message) {
        super(message);
    }
}
