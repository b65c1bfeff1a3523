/** What the live job does at present, seen from its topics. */
package io.nearline.operations.backfill.live;
