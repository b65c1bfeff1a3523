/**
 * Formats of posts topics that are not Nearline's own: JSON and Avro in Confluent's framing, each
 * with a mapping.
 */
@NullMarked
package io.nearline.operators.wire;

import org.jspecify.annotations.NullMarked;
