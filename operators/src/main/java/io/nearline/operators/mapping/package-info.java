/**
 * How a record of a source's own shape becomes a post, as a mapping file says. Nothing here knows
 * Flink; {@link io.nearline.operators.mapping.JsonRecord} knows JSON, {@link
 * io.nearline.operators.mapping.AvroRecord} Avro.
 */
@NullMarked
package io.nearline.operators.mapping;

import org.jspecify.annotations.NullMarked;
