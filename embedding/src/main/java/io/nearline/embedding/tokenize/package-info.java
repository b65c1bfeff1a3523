/** From text to the token ids a model reads, cut to its window; next comes {@code batch}. */
package io.nearline.embedding.tokenize;
