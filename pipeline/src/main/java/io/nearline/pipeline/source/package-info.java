/**
 * Sources of records in Kafka: where they begin, what they do when a position is gone, and how a
 * source is made of another.
 */
@NullMarked
package io.nearline.pipeline.source;

import org.jspecify.annotations.NullMarked;
