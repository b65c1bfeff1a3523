/**
 * The job jar: the graphs of both jobs, their options, sources, sinks and entry points. The rules
 * of the flow are in {@code operators}. Read {@link io.nearline.pipeline.EmbeddingTopology} first.
 */
@NullMarked
package io.nearline.pipeline;

import org.jspecify.annotations.NullMarked;
