/**
 * Updates in Confluent's framing, for readers who have a schema registry and not Nearline's
 * schemas.
 */
@NullMarked
package io.nearline.operators.framed;

import org.jspecify.annotations.NullMarked;
