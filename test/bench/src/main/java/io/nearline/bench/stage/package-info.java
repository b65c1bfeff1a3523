/** The steps of the pipeline, each by itself: CPU time and allocation of one post. */
package io.nearline.bench.stage;
