/** How far backfills are, from the reports that they publish. */
@NullMarked
package io.nearline.operations.backfill.status;

import org.jspecify.annotations.NullMarked;
