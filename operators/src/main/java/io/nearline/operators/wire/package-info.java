/**
 * Formats of posts topics that are not Nearline's own: JSON, Avro in Confluent's framing, Protobuf;
 * each with a mapping.
 */
@NullMarked
package io.nearline.operators.wire;

import org.jspecify.annotations.NullMarked;
