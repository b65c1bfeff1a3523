/**
 * Wiring and entry points of the jobs; no business rule. Read {@link
 * io.nearline.pipeline.EmbeddingTopology} first.
 */
package io.nearline.pipeline;
