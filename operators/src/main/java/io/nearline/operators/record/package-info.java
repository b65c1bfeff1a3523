/**
 * What Kafka gave us, the identity that every later stage keeps, and how elements are written on
 * their way between operators.
 */
@NullMarked
package io.nearline.operators.record;

import org.jspecify.annotations.NullMarked;
