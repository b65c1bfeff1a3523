package io.nearline.operators.wire;

/** Descriptors of Protobuf by which no message can be read. */
public final class UnusableDescriptorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, and what to do
     */
    public UnusableDescriptorException(String message) {
        super(message);
    }
}
