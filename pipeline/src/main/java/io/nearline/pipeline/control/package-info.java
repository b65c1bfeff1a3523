/**
 * The index-control topic as the command line sees it: what was decided about models, which of them
 * the live job serves, how far backfills are.
 */
package io.nearline.pipeline.control;
