/** The commands about backfills: {@code nearline backfill}. */
@NullMarked
package io.nearline.cli.backfill;

import org.jspecify.annotations.NullMarked;
