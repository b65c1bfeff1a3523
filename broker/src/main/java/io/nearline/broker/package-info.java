/** A Kafka broker of one node, in this JVM or in one of its own, for the demo and for tests. */
package io.nearline.broker;
