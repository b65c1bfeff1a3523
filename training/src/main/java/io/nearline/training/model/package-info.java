/** The encoder that learns: a bundle's weights on PyTorch, compared with what serves them. */
@NullMarked
package io.nearline.training.model;

import org.jspecify.annotations.NullMarked;
