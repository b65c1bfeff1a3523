package io.nearline.pipeline.source.files;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A field of a file has a type that the field of a post cannot be read from. */
final class UnfitTypeException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message follows the field's name: what it is, and what to make of it
     */
    UnfitTypeException(String message) {
        super(message);
    }

    static UnfitTypeException of(Schema type, @Nullable String logicalType, String remedy) {
        String found = type.getType().getName();
        return new UnfitTypeException(
                "is %s: %s"
                        .formatted(
                                logicalType == null ? found : found + " (" + logicalType + ")",
                                remedy));
    }
}
