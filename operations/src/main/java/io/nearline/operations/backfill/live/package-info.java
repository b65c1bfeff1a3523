/** What the live job does at present, seen from its topics. */
@NullMarked
package io.nearline.operations.backfill.live;

import org.jspecify.annotations.NullMarked;
