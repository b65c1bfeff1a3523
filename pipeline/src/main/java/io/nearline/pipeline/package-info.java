/**
 * The job jar: the graphs of both jobs, their options and entry points; no business rule. Read
 * {@link io.nearline.pipeline.EmbeddingTopology} first.
 */
package io.nearline.pipeline;
