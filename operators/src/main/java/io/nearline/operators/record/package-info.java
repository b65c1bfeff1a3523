/** What Kafka gave us, and the identity that every later stage keeps. */
package io.nearline.operators.record;
