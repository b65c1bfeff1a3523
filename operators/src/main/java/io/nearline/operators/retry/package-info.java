/**
 * The lane on which the live job tries again what failed for a passing reason: dead letters in, the
 * original records out, later. Next: decode.
 */
@NullMarked
package io.nearline.operators.retry;

import org.jspecify.annotations.NullMarked;
