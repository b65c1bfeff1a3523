package io.nearline.pipeline.source.files;

/**
 * One line of a file of posts, as it was read.
 *
 * @param place where it is; its number is from 1
 * @param bytes the line without its line end; not checked in any way
 */
@SuppressWarnings("ArrayRecordComponent") // Passed through, never compared.
public record PostLine(Place place, byte[] bytes) {

    /** Position in the file, from 1. */
    public long number() {
        return place.number();
    }
}
