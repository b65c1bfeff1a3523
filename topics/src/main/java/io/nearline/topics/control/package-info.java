/**
 * The index-control topic folded: what was decided about models, which of them the live job serves,
 * how far backfills are.
 */
@NullMarked
package io.nearline.topics.control;

import org.jspecify.annotations.NullMarked;
