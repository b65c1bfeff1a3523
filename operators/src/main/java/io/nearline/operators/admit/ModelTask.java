package io.nearline.operators.admit;

/**
 * What one model has to do for one revision.
 *
 * @param modelName name of the model
 * @param modelDigest SHA-256 of its bundle
 * @param action what to do
 */
public record ModelTask(String modelName, String modelDigest, Action action) {}
