/**
 * What only a backfill does: choose the posts, find the newest revision of each by reading the past
 * twice, and account for every record. Everything else is shared with the live job.
 */
@NullMarked
package io.nearline.operators.backfill;

import org.jspecify.annotations.NullMarked;
