/**
 * Runs the model: token batches in, one vector per text out. The only package that knows ONNX
 * Runtime.
 */
@NullMarked
package io.nearline.embedding.onnx;

import org.jspecify.annotations.NullMarked;
