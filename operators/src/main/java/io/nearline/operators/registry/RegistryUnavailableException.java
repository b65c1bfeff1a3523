package io.nearline.operators.registry;

/** The registry does not answer, or not as a registry. The same question may be answered later. */
public final class RegistryUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message) {
        super(message);
    }
}
