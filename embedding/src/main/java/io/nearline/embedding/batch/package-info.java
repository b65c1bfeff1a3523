/**
 * Which texts go into the model together: from waiting token sequences to batches for {@code onnx}.
 */
package io.nearline.embedding.batch;
