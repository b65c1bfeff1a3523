/** Jobs on a Flink in this JVM: for small deployments, the demo, and the benchmark. */
@NullMarked
package io.nearline.operations.local;

import org.jspecify.annotations.NullMarked;
