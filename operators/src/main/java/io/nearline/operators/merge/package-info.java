/**
 * Vectors that a backfill made in, arrivals at the first gate out; what cannot be merged is a dead
 * letter. Next: admit.
 */
@NullMarked
package io.nearline.operators.merge;

import org.jspecify.annotations.NullMarked;
