/**
 * The Kafka side of running Nearline: the topics as they must be, and a broker inside the JVM for
 * the demo and the tests. Clients talk to it as to any other broker.
 */
package io.nearline.pipeline.broker;
