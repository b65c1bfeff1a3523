/**
 * Runs the model: token batches in, one vector per text out. The only package that knows ONNX
 * Runtime.
 */
package io.nearline.embedding.onnx;
