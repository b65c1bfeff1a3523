/** From the model's output to one vector: pooling, then length. Plain arithmetic. */
package io.nearline.embedding.vector;
