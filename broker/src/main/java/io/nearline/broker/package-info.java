/** A Kafka broker of one node, in this JVM or in one of its own, for the demo and for tests. */
@NullMarked
package io.nearline.broker;

import org.jspecify.annotations.NullMarked;
