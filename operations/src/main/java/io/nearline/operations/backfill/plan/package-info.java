/** What a backfill would cost, from a look at its input and a short trial on this machine. */
@NullMarked
package io.nearline.operations.backfill.plan;

import org.jspecify.annotations.NullMarked;
