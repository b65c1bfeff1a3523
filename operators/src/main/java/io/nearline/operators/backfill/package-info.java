/**
 * What only a backfill does: choose the posts, find the newest revision of each by reading the past
 * twice, and account for every record. Everything else is shared with the live job.
 */
package io.nearline.operators.backfill;
