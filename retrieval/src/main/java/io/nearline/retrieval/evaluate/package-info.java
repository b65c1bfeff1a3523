/**
 * Judges models by labelled sets: texts through the real embedder, searches through the real index,
 * each figure with its interval and beside the published one. The file formats are in
 * docs/reference/evaluation.md.
 */
@NullMarked
package io.nearline.retrieval.evaluate;

import org.jspecify.annotations.NullMarked;
