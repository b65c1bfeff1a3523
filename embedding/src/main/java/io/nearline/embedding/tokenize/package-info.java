/** From text to the token ids a model reads, cut to its window; next comes {@code batch}. */
@NullMarked
package io.nearline.embedding.tokenize;

import org.jspecify.annotations.NullMarked;
