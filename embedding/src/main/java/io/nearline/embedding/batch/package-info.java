/**
 * Which texts go into the model together: from waiting token sequences to batches for {@code onnx}.
 */
@NullMarked
package io.nearline.embedding.batch;

import org.jspecify.annotations.NullMarked;
