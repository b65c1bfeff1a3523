package io.nearline.embedding;

/** This text has no vector under this model and never will: set it aside, go on with the others. */
public final class UnembeddableTextException extends EmbeddingException {

    public UnembeddableTextException(String message) {
        super(message);
    }

    public UnembeddableTextException(String message, Throwable cause) {
        super(message, cause);
    }
}
