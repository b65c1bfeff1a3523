/** What Kafka gave us, and the identity that every later stage keeps. */
@NullMarked
package io.nearline.operators.record;

import org.jspecify.annotations.NullMarked;
