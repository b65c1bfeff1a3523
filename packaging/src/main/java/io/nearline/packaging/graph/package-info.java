/**
 * Rewrites the graph of a BERT-family encoder as a shorter one of the runtime's fused operators:
 * once, when a bundle is made. Knows the file format, not the runtime.
 */
@NullMarked
package io.nearline.packaging.graph;

import org.jspecify.annotations.NullMarked;
