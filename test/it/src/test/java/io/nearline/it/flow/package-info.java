/** The whole flow in one JVM: a real broker, the real graph on a Flink in this JVM with RocksDB. */
package io.nearline.it.flow;
