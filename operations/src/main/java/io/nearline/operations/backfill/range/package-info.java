/** Which records a backfill reads, and up to which time they hold every change. */
package io.nearline.operations.backfill.range;
