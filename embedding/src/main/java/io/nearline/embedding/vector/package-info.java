/** From the model's output to one vector: pooling, then length. Plain arithmetic. */
@NullMarked
package io.nearline.embedding.vector;

import org.jspecify.annotations.NullMarked;
