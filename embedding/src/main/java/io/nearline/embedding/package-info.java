/**
 * Text in, vector out. {@link io.nearline.embedding.engine.Embedders#open} turns a model bundle
 * into an {@link io.nearline.embedding.Embedder}; the sub-packages are its stages, in order: {@code
 * bundle}, {@code tokenize}, {@code batch}, {@code onnx}, {@code vector}, driven by {@code engine}.
 */
@NullMarked
package io.nearline.embedding;

import org.jspecify.annotations.NullMarked;
