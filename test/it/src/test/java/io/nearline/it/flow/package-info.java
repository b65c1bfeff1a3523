/** The whole flow in one JVM: a real broker, the real graph on an embedded Flink with RocksDB. */
package io.nearline.it.flow;
