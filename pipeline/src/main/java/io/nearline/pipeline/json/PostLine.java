package io.nearline.pipeline.json;

/**
 * One line of a file of posts, as it was read.
 *
 * @param number position in the file, from 1
 * @param bytes the line without its line end; not checked in any way
 */
@SuppressWarnings("ArrayRecordComponent") // Passed through, never compared.
public record PostLine(long number, byte[] bytes) {}
