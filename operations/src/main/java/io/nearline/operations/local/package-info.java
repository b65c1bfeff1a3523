/** Jobs on a Flink inside this JVM, for the demo and for small deployments. */
package io.nearline.operations.local;
