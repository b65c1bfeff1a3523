/** How far backfills are, from the reports that they publish. */
package io.nearline.operations.backfill.status;
