/**
 * The vectors of one model in memory: who holds them ({@link
 * io.nearline.retrieval.vectors.VectorSet}), what they were at one moment ({@link
 * io.nearline.retrieval.vectors.Moment}) and which are nearest ({@link
 * io.nearline.retrieval.vectors.NearestScan}). One thread writes, any number read, and nobody
 * waits.
 */
@NullMarked
package io.nearline.retrieval.vectors;

import org.jspecify.annotations.NullMarked;
