/** Which records a backfill reads, and up to which time they hold every change. */
@NullMarked
package io.nearline.operations.backfill.range;

import org.jspecify.annotations.NullMarked;
