/**
 * The second gate, keyed by post again: only revisions above the last published one pass, and an
 * unchanged text gets the vector that is in state. Next: encode.
 */
@NullMarked
package io.nearline.operators.recall;

import org.jspecify.annotations.NullMarked;
