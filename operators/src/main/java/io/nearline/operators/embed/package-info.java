/**
 * Texts in, vectors or failures as values out, in the order of arrival; whatever needs no embedding
 * passes through. Next: recall.
 */
package io.nearline.operators.embed;
