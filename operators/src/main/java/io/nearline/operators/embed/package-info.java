/**
 * Texts in, vectors or failures as values out, in order per post; whatever needs no embedding
 * passes through. Next: recall.
 */
@NullMarked
package io.nearline.operators.embed;

import org.jspecify.annotations.NullMarked;
