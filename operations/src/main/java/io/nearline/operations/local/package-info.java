/** Jobs on a Flink in this JVM: for small deployments, the demo, and the benchmark. */
package io.nearline.operations.local;
