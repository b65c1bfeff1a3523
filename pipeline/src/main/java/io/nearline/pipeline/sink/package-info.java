/** Sinks of records in Kafka, for both guarantees of delivery. */
@NullMarked
package io.nearline.pipeline.sink;

import org.jspecify.annotations.NullMarked;
