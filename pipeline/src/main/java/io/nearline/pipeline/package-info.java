/**
 * The job jar: the graphs of both jobs, their options and entry points; no business rule. Read
 * {@link io.nearline.pipeline.EmbeddingTopology} first.
 */
@NullMarked
package io.nearline.pipeline;

import org.jspecify.annotations.NullMarked;
