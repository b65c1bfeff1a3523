/**
 * The model bundle: a directory with {@code model.onnx}, {@code tokenizer.json}, {@code model.json}
 * (the manifest) and {@code golden.json}. In goes a path, out come verified files and settings for
 * {@code tokenize} and {@code onnx}.
 */
@NullMarked
package io.nearline.embedding.bundle;

import org.jspecify.annotations.NullMarked;
