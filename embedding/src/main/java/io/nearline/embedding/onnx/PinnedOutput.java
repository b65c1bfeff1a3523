package io.nearline.embedding.onnx;

import java.nio.FloatBuffer;

/**
 * An output of a graph and where its numbers go.
 *
 * @param name of the output
 * @param values native memory with room for exactly {@code shape}
 * @param shape of the output
 */
record PinnedOutput(String name, FloatBuffer values, long[] shape) {}
