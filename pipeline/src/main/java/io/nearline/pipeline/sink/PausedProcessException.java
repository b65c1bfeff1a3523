package io.nearline.pipeline.sink;

/** The process stood still for so long that another may have taken its work over. */
public final class PausedProcessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PausedProcessException(String message) {
        super(message);
    }
}
