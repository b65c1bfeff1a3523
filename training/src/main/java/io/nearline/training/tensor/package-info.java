/**
 * PyTorch from Java, as far as training an encoder needs it. The only package that knows the
 * library: it leaves out every operation that is known to give wrong gradients.
 */
@NullMarked
package io.nearline.training.tensor;

import org.jspecify.annotations.NullMarked;
