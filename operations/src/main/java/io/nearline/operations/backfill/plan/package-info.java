/** What a backfill would cost, from a look at its input and a short trial on this machine. */
package io.nearline.operations.backfill.plan;
