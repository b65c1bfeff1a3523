/** Sinks of records in Kafka, for both guarantees of delivery. */
package io.nearline.pipeline.sink;
