/**
 * Sources of records in Kafka: where they begin, what they do when a position is gone, and how a
 * source is made of another.
 */
package io.nearline.pipeline.source;
